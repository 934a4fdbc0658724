using System.Text.Json;

namespace RetailPulse.Tests.Chaos.Load;

/// <summary>One image of a job, and what must become of it.</summary>
/// <param name="Reason">The stored reason; empty when it must be measured.</param>
internal sealed record PlannedImage(string Path, string Reason, long Perimeter);

/// <summary>One visit of a job.</summary>
internal sealed record PlannedVisit(string StoreId, IReadOnlyList<PlannedImage> Images)
{
    /// <summary>What the status says of it; empty when nothing is wrong.</summary>
    public string Error =>
        Images.Any(image => image.Reason == "unknown_store") ? "Invalid store_id"
        : Images.Any(image => image.Reason.StartsWith("http_", StringComparison.Ordinal)) ? "Download failed"
        : Images.Any(image => image.Reason.Length > 0) ? "Invalid image" : "";
}

/// <summary>A job whose every result is known beforehand.</summary>
/// <param name="Tag">Its own; sent as the time of every visit, by which the stored job is recognised.</param>
/// <param name="Key">Its <c>Idempotency-Key</c>, if it has one.</param>
internal sealed record PlannedJob(string Tag, string? Key, IReadOnlyList<PlannedVisit> Visits)
{
    public string Status => Visits.All(visit => visit.Error.Length == 0) ? "completed" : "failed";

    public long Images => Visits.Sum(visit => visit.Images.Count);

    public byte[] Body(Uri origin) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        count = Visits.Count,
        visits = Visits.Select(visit => new { store_id = visit.StoreId, image_url = visit.Images.Select(image => new Uri(origin, image.Path).AbsoluteUri), visit_time = Tag }),
    });

    /// <summary>The status when it has ended, to the letter.</summary>
    public string Answer(long jobId) => Status == "completed"
        ? $$"""{"status":"completed","job_id":"{{jobId}}"}"""
        : $$"""{"status":"failed","job_id":"{{jobId}}","error":[{{string.Join(',', Errors())}}]}""";

    /// <summary>The status of a job that was cancelled, to the letter.</summary>
    public static string Cancelled(long jobId) => $$"""{"status":"cancelled","job_id":"{{jobId}}"}""";

    private IEnumerable<string> Errors() =>
        from visit in Visits
        where visit.Error.Length > 0
        select $$"""{"store_id":"{{visit.StoreId}}","error":"{{visit.Error}}"}""";
}
