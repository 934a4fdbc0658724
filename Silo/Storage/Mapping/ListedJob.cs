using System.Globalization;
using System.Text.Json;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Converts the row of a job, with the counts of its results, to an entry of a list.</summary>
internal static class ListedJob
{
    /// <summary>Reason under which measured images are counted.</summary>
    public const string Measured = "";

    /// <summary>Returns the job id that a searched text is; <see langword="null"/> if it is anything but digits.</summary>
    public static long? IdOf(string text) =>
        text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Returns the end of the labels that begin with a text, in binary order.</summary>
    public static string EndOf(string beginning) => beginning + "\U0010FFFF";

    /// <param name="counts">JSON object of the number of images by reason; <see langword="null"/> if none has a result.</param>
    /// <param name="metadata">JSON object; <see langword="null"/> if the job has no metadata.</param>
    public static JobListItem From(
        long jobId,
        JobStatus status,
        DateTimeOffset submittedAt,
        DateTimeOffset? endedAt,
        int visits,
        long images,
        string? counts,
        string? label,
        string? metadata,
        string? submittedBy
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
            Label: label,
            Metadata: MetadataText.Parse(metadata),
            SubmittedBy: submittedBy,
            TopReason: top.Value > 0 ? new TopReason(StoredCodes.ParseReason(top.Key), top.Value) : null
        );
    }
}
