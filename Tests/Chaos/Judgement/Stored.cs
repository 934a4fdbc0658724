using System.Data.Common;
using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>All data of the database about jobs.</summary>
internal sealed record Stored(IReadOnlyList<StoredJob> Jobs, ILookup<long, StoredVisit> Visits, ILookup<long, StoredResult> Results)
{
    public static async Task<Stored> ReadAsync(IChaosStorage storage)
    {
        var jobs = await storage.ReadAsync("SELECT job_id, status, CAST(ended_at AS TEXT), visits, images, run FROM jobs", ReadJob);
        var visits = await storage.ReadAsync("SELECT job_id, visit_no, visit_time, store_id, images FROM visits", ReadVisit);
        var results = await storage.ReadAsync(
            "SELECT job_id, visit_no, image_no, coalesce(reason, ''), perimeter, run FROM image_results",
            ReadResult
        );
        return new Stored(jobs, visits.ToLookup(visit => visit.JobId), results.ToLookup(result => result.JobId));
    }

    private static StoredJob ReadJob(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetInt32(3),
            row.GetInt64(4),
            row.GetInt32(5)
        );

    private static StoredVisit ReadVisit(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetInt32(4));

    private static StoredResult ReadResult(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetInt64(4), row.GetInt32(5));
}

/// <param name="EndedAt">Time of the end; <see langword="null"/> while the job runs.</param>
/// <param name="Run">Number of times that the job was retried.</param>
internal sealed record StoredJob(long JobId, string Status, string? EndedAt, int Visits, long Images, int Run = 0);

/// <param name="Tag">Time of the visit as sent, which is the job's tag.</param>
internal sealed record StoredVisit(long JobId, int Visit, string Tag, string StoreId, int Images);

/// <param name="Reason">Reason of the failure; empty if the image was measured.</param>
internal sealed record StoredResult(long JobId, int Visit, int Image, string Reason, long Perimeter, int Run = 0);
