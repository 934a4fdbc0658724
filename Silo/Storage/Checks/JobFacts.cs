using System.Data.Common;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>The listing row of a job, its document, and the numbers of its other rows.</summary>
internal sealed record JobFacts
{
    public required long JobId { get; init; }
    public required string Status { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required long Visits { get; init; }
    public required long Images { get; init; }
    public long Run { get; init; }
    public bool Closed { get; init; }
    public required string Tenant { get; init; }
    public bool HasCallback { get; init; }

    /// <summary>Number of rows in <c>visits</c>, and the lowest and the highest number among them.</summary>
    public (long Count, long First, long Last) StoredVisits { get; init; }

    /// <summary>Number of images of these visits.</summary>
    public long StoredImages { get; init; }

    /// <summary>Number of measured images.</summary>
    public long Measured { get; init; }

    /// <summary>Number of images whose latest run has failed.</summary>
    public long Failed { get; init; }

    /// <summary>Number of rows in <c>retries</c>.</summary>
    public long ImageRetries { get; init; }

    /// <summary>Number of rows in <c>job_retries</c>, the highest run, and the number of images in all of them.</summary>
    public (long Count, long Last, long Images) JobRetries { get; init; }

    /// <summary>Number of events of each kind.</summary>
    public (long Submitted, long Retried, long Ended) Events { get; init; }

    /// <summary>Status, measured, and failed of the end of the present run, with spaces between; <see langword="null"/> without one.</summary>
    public string? LastEnd { get; init; }

    /// <summary>Number of webhook deliveries.</summary>
    public long Deliveries { get; init; }

    /// <summary>Version of the document; <see langword="null"/> if there is none.</summary>
    public long? Version { get; init; }

    public byte[]? Document { get; init; }

    /// <summary>Returns the query for the facts of all jobs, in the order of their ids. Its parameter is the id of the service.</summary>
    public static string Query(CheckSql sql) =>
        $"""
            SELECT j.job_id, j.status, j.submitted_at, j.ended_at, j.visits, j.images, j.run, CASE WHEN j.closed THEN 1 ELSE 0 END, j.tenant,
              CASE WHEN j.callback_url IS NULL THEN 0 ELSE 1 END,
              (SELECT count(*) FROM visits AS v WHERE v.job_id = j.job_id),
              (SELECT coalesce(min(v.visit_no), 0) FROM visits AS v WHERE v.job_id = j.job_id),
              (SELECT coalesce(max(v.visit_no), -1) FROM visits AS v WHERE v.job_id = j.job_id),
              (SELECT CAST(coalesce(sum(v.images), 0) AS bigint) FROM visits AS v WHERE v.job_id = j.job_id),
              (SELECT count(*) FROM image_results AS r WHERE r.job_id = j.job_id),
              (SELECT count(*) FROM image_results AS r WHERE r.job_id = j.job_id AND r.reason IS NOT NULL),
              (SELECT count(*) FROM image_results AS r WHERE r.job_id = j.job_id AND r.reason IS NOT NULL AND {RowRules.IsLatest}),
              (SELECT count(*) FROM retries AS t WHERE t.job_id = j.job_id),
              (SELECT count(*) FROM job_retries AS t WHERE t.job_id = j.job_id),
              (SELECT coalesce(max(t.run), 0) FROM job_retries AS t WHERE t.job_id = j.job_id),
              (SELECT CAST(coalesce(sum(t.images), 0) AS bigint) FROM job_retries AS t WHERE t.job_id = j.job_id),
              (SELECT count(*) FROM job_events AS e WHERE e.job_id = j.job_id AND e.kind = 'submitted'),
              (SELECT count(*) FROM job_events AS e WHERE e.job_id = j.job_id AND e.kind = 'retried'),
              (SELECT count(*) FROM job_events AS e WHERE e.job_id = j.job_id AND e.kind = 'ended'),
              (SELECT max(e.status || ' ' || e.measured || ' ' || e.failed) FROM job_events AS e WHERE e.job_id = j.job_id AND e.kind = 'ended' AND e.run = j.run),
              (SELECT count(*) FROM webhook_deliveries AS w WHERE w.job_id = j.job_id),
              d.Version, d.PayloadBinary
            FROM jobs AS j LEFT JOIN OrleansStorage AS d
              ON d.GrainTypeString = 'job' AND d.GrainIdN0 = 0 AND d.GrainIdN1 = j.job_id AND d.ServiceId = @service AND {sql.DocumentOfJob}
            ORDER BY j.job_id
            """;

    public static JobFacts Read(DbDataReader row) =>
        new()
        {
            JobId = row.GetInt64(0),
            Status = row.GetString(1),
            SubmittedAt = row.GetFieldValue<DateTimeOffset>(2),
            EndedAt = row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            Visits = row.GetInt64(4),
            Images = row.GetInt64(5),
            Run = row.GetInt64(6),
            Closed = row.GetInt64(7) != 0,
            Tenant = row.GetString(8),
            HasCallback = row.GetInt64(9) != 0,
            StoredVisits = (row.GetInt64(10), row.GetInt64(11), row.GetInt64(12)),
            StoredImages = row.GetInt64(13),
            Measured = row.GetInt64(14) - row.GetInt64(15),
            Failed = row.GetInt64(16),
            ImageRetries = row.GetInt64(17),
            JobRetries = (row.GetInt64(18), row.GetInt64(19), row.GetInt64(20)),
            Events = (row.GetInt64(21), row.GetInt64(22), row.GetInt64(23)),
            LastEnd = row.IsDBNull(24) ? null : row.GetString(24),
            Deliveries = row.GetInt64(25),
            Version = row.IsDBNull(26) ? null : row.GetInt64(26),
            Document = row.IsDBNull(27) ? null : row.GetFieldValue<byte[]>(27),
        };
}
