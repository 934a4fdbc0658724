using RetailPulse.Grains.Ledger;
using RetailPulse.Images;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>A new run of one image.</summary>
/// <param name="Url">New URL; <see langword="null"/> if the URL does not change.</param>
internal readonly record struct ImageRetry(int Image, int Run, string? Url);

/// <summary>Combines a submitted visit with its retries and the results of both.</summary>
internal static class RetriedVisit
{
    /// <param name="retries">Retries, ordered by run.</param>
    /// <param name="outcomes">Outcomes of all runs.</param>
    public static VisitRecord Compose(
        string storeId,
        string tenant,
        string[] urls,
        IReadOnlyList<ImageRetry> retries,
        IEnumerable<(int Image, int Run, ImageOutcome Outcome)> outcomes
    )
    {
        var runs = new Dictionary<int, int>(retries.Count);
        foreach (var retry in retries)
            runs[retry.Image] = retry.Run;
        var current = outcomes
            .Where(outcome => outcome.Run == runs.GetValueOrDefault(outcome.Image))
            .ToDictionary(outcome => outcome.Image, outcome => outcome.Outcome);
        return new VisitRecord(storeId, [.. Amend(urls, retries)], current) { Runs = runs, Tenant = tenant };
    }

    /// <param name="retries">Retries, ordered by run.</param>
    public static string[] Amend(string[] urls, IEnumerable<ImageRetry> retries)
    {
        foreach (var retry in retries)
            urls[retry.Image] = retry.Url ?? urls[retry.Image];
        return urls;
    }
}
