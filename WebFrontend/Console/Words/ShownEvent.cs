using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>What happened to a job at one time.</summary>
/// <param name="Text">A phrase without its end.</param>
/// <param name="State">State that colors its dot.</param>
/// <param name="Path">Path of the page with details; <see langword="null"/> if there is none.</param>
public sealed record ShownEvent(DateTime At, string Text, string State, string? Path = null)
{
    /// <summary>Returns what is known of a job, the oldest first.</summary>
    public static IReadOnlyList<ShownEvent> Of(ShownJob job, IReadOnlyList<ShownDelivery> deliveries) =>
        [.. Events(job, deliveries).OrderBy(happened => happened.At)];

    private static IEnumerable<ShownEvent> Events(ShownJob job, IReadOnlyList<ShownDelivery> deliveries)
    {
        yield return new(job.SubmittedAt, $"Submitted{By(job.SubmittedBy)} with {Texts.Count(job.Counts.Total, "image")}", "pending");
        if (job.StartedAt is { } started)
            yield return new(started, "The work began", "ongoing");
        foreach (var retry in job.Retries?.Latest ?? [])
            yield return retry.AmendedVisit is { } visit
                ? new(
                    retry.RequestedAt,
                    $"Retry {retry.Run}: the URL of image {visit}.{retry.AmendedImage} was corrected{By(retry.RequestedBy)}",
                    "ongoing",
                    $"/jobs/{job.Id}/visits/{visit}/images/{retry.AmendedImage}"
                )
                : new(retry.RequestedAt, $"Retry {retry.Run} of {Texts.Count(retry.Images, "image")}{By(retry.RequestedBy)}", "ongoing");
        if (job.CancelledAt is { } cancelled)
            yield return new(cancelled, $"Cancelled{By(job.CancelledBy)}", "cancelled");
        if (job.EndedAt is { } ended)
            yield return new(
                ended,
                $"Ended as {job.Status}: {Texts.Number(job.Counts.Measured)} measured, {Texts.Number(job.Counts.Failed)} failed",
                job.Status
            );
        foreach (var (delivery, attempt) in deliveries.SelectMany(delivery => delivery.Attempts.Select(attempt => (delivery, attempt))))
            yield return new(
                attempt.At,
                $"{delivery.Type} was sent, attempt {attempt.Attempt}: {(attempt.HttpStatus is { } status ? $"status {status}" : Reasons.Of(attempt.Reason ?? "").Title)}",
                attempt.HttpStatus is >= 200 and < 300 ? "delivered" : "failed",
                $"/jobs/{job.Id}?tab=deliveries"
            );
    }

    private static string By(string? key) => key is null ? "" : $" by {key}";
}
