using System.Text.Json;

namespace RetailPulse.Tests.Chaos.Load;

/// <summary>One image of a job, with its expected result.</summary>
/// <param name="Reason">Expected reason; empty if the image must be measured.</param>
internal sealed record PlannedImage(string Path, string Reason, long Perimeter);

/// <summary>One visit of a job.</summary>
internal sealed record PlannedVisit(string StoreId, IReadOnlyList<PlannedImage> Images)
{
    /// <summary>Expected error in the status; empty if there is none.</summary>
    public string Error =>
        Images.Any(image => image.Reason == "unknown_store") ? "Invalid store_id"
        : Images.Any(image => image.Reason.StartsWith("http_", StringComparison.Ordinal)) ? "Download failed"
        : Images.Any(image => image.Reason.Length > 0) ? "Invalid image"
        : "";
}

/// <summary>A job whose every result is known in advance.</summary>
/// <param name="Tag">Unique tag, sent as the time of every visit, by which the stored job is recognized.</param>
/// <param name="Key"><c>Idempotency-Key</c> of the job; <see langword="null"/> if it has none.</param>
internal sealed record PlannedJob(string Tag, string? Key, IReadOnlyList<PlannedVisit> Visits)
{
    public string Status => Visits.All(visit => visit.Error.Length == 0) ? "completed" : "failed";

    public long Images => Visits.Sum(visit => visit.Images.Count);

    public byte[] Body(Uri origin) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                count = Visits.Count,
                visits = Visits.Select(visit => new
                {
                    store_id = visit.StoreId,
                    image_url = visit.Images.Select(image => new Uri(origin, image.Path).AbsoluteUri),
                    visit_time = Tag,
                }),
            }
        );

    /// <summary>Expected body of the status after the job has ended.</summary>
    public string Answer(long jobId) =>
        Status == "completed"
            ? $$"""{"status":"completed","job_id":"{{jobId}}"}"""
            : $$"""{"status":"failed","job_id":"{{jobId}}","error":[{{string.Join(',', Errors())}}]}""";

    /// <summary>Expected body of the status of a canceled job.</summary>
    public static string Cancelled(long jobId) => $$"""{"status":"cancelled","job_id":"{{jobId}}"}""";

    private IEnumerable<string> Errors() =>
        from visit in Visits
        where visit.Error.Length > 0
        select $$"""{"store_id":"{{visit.StoreId}}","error":"{{visit.Error}}"}""";
}
