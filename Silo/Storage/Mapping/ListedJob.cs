using System.Text.Json;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Converts the row of a job, with the counts of its results, to an entry of a list.</summary>
internal static class ListedJob
{
    /// <summary>Reason under which measured images are counted.</summary>
    public const string Measured = "";

    /// <param name="counts">JSON object of the number of images by reason; <see langword="null"/> if none has a result.</param>
    public static JobListItem From(
        long jobId,
        JobStatus status,
        DateTimeOffset submittedAt,
        DateTimeOffset? endedAt,
        int visits,
        long images,
        string? counts
    )
    {
        var byReason = counts is null ? [] : JsonSerializer.Deserialize<Dictionary<string, long>>(counts)!;
        byReason.Remove(Measured, out var measured);
        var failed = byReason.Values.Sum();
        var top = byReason.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).FirstOrDefault();
        return new JobListItem(
            jobId,
            status,
            submittedAt,
            endedAt,
            visits,
            images,
            new JobCounts(images, 0, measured, failed, Cancelled: status == JobStatus.Cancelled ? images - measured - failed : 0),
            TopReason: top.Value > 0 ? new TopReason(StoredCodes.ParseReason(top.Key), top.Value) : null
        );
    }
}
