using RetailPulse.Grains.Ledger;
using RetailPulse.Images;

namespace RetailPulse.Silo.Storage;

/// <summary>A new run of one image.</summary>
/// <param name="Url"><see langword="null"/>: the one before.</param>
internal readonly record struct ImageRetry(int Image, int Run, string? Url);

/// <summary>Puts a visit together from what was submitted, what was asked for anew, and what came of both.</summary>
internal static class RetriedVisit
{
    /// <param name="retries">In order of their runs.</param>
    /// <param name="outcomes">Of every run.</param>
    public static VisitRecord Compose(
        string storeId, string tenant, string[] urls, IReadOnlyList<ImageRetry> retries, IEnumerable<(int Image, int Run, ImageOutcome Outcome)> outcomes)
    {
        var runs = new Dictionary<int, int>(retries.Count);
        foreach (var retry in retries) runs[retry.Image] = retry.Run;
        var current = outcomes.Where(outcome => outcome.Run == runs.GetValueOrDefault(outcome.Image)).ToDictionary(outcome => outcome.Image, outcome => outcome.Outcome);
        return new VisitRecord(storeId, [.. Amend(urls, retries)], current) { Runs = runs, Tenant = tenant };
    }

    /// <param name="retries">In order of their runs.</param>
    public static string[] Amend(string[] urls, IEnumerable<ImageRetry> retries)
    {
        foreach (var retry in retries) urls[retry.Image] = retry.Url ?? urls[retry.Image];
        return urls;
    }
}
