using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>Says in words why an ongoing job does not proceed faster.</summary>
public static class Waiting
{
    /// <param name="job">An ongoing job.</param>
    /// <param name="sample">Some of its pending images.</param>
    /// <returns>A sentence per cause, the largest first; none if nothing waits.</returns>
    public static IReadOnlyList<WaitingCause> Of(ShownJob job, IReadOnlyList<ShownImage> sample)
    {
        if (job.Status != "ongoing" || job.Counts.Waiting is not { } waiting)
            return [];
        return [.. Causes(waiting, sample).Where(cause => cause.Images > 0).OrderByDescending(cause => cause.Images)];
    }

    private static IEnumerable<WaitingCause> Causes(ShownWaiting waiting, IReadOnlyList<ShownImage> sample)
    {
        foreach (var cause in ForHosts(waiting, sample))
            yield return cause;
        yield return new WaitingCause(
            waiting.ForNextAttempt,
            $"{Wait(waiting.ForNextAttempt)} for the next attempt{LastReasons(sample, "next_attempt")}",
            waiting.NextAttemptAt
        );
        yield return new WaitingCause(
            waiting.ForSlot,
            $"{Wait(waiting.ForSlot)} for a free slot: the service works on its maximum number of images, which tenants and their jobs share equally",
            null
        );
    }

    /// <summary>
    /// Returns a cause per host of the sample. If the sample has one host only, all images that wait for a host are taken to wait for it.
    /// </summary>
    private static IEnumerable<WaitingCause> ForHosts(ShownWaiting waiting, IReadOnlyList<ShownImage> sample)
    {
        var hosts = sample
            .Where(image => image.Progress is { WaitsFor: "host", Host: not null })
            .GroupBy(image => image.Progress!.Host!, StringComparer.Ordinal)
            .OrderByDescending(host => host.Count())
            .ToList();
        if (waiting.ForHost == 0 || hosts.Count == 0)
            return [new WaitingCause(waiting.ForHost, $"{Wait(waiting.ForHost)} for a host that is busy, resting, or down", null)];
        if (hosts is [var only])
            return [For(only.Key, waiting.ForHost, [.. only], exact: true)];
        return hosts.Take(4).Select(host => For(host.Key, host.Count(), [.. host], exact: false));
    }

    private static WaitingCause For(string host, long images, IReadOnlyList<ShownImage> waits, bool exact)
    {
        var until = waits.Min(image => image.Progress!.NextAttemptAt);
        var reason = waits.Select(image => image.Progress!.LastReason).GroupBy(code => code).MaxBy(code => code.Count())?.Key;
        var why =
            reason is null ? Paused(until)
            : reason.StartsWith("http_", StringComparison.Ordinal) ? $"whose last answer was: {Reasons.Of(reason).Title}"
            : $"where the last attempt failed: {Reasons.Of(reason).Title}";
        return new WaitingCause(images, $"{(exact ? "" : "At least ")}{Wait(images)} for {host}, {why}", until);
    }

    private static string Paused(DateTime? until) => until is null ? "which works on others of them" : "which asked for a pause";

    private static string LastReasons(IReadOnlyList<ShownImage> sample, string waitsFor)
    {
        var reasons = sample
            .Where(image => image.Progress?.WaitsFor == waitsFor)
            .Select(image => image.Progress!.LastReason)
            .OfType<string>()
            .Distinct()
            .Take(3)
            .Select(code => Reasons.Of(code).Title)
            .ToList();
        return reasons.Count == 0 ? "" : $", after: {string.Join(", ", reasons)}";
    }

    private static string Wait(long images) => images == 1 ? "1 image waits" : $"{Texts.Number(images)} images wait";
}

/// <param name="Images">Number of images that wait.</param>
/// <param name="Text">A sentence without its end.</param>
/// <param name="Until">Earliest time at which it continues; <see langword="null"/> if unknown.</param>
public sealed record WaitingCause(long Images, string Text, DateTime? Until);
