using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>What the product has recorded, read with SQL beside it.</summary>
/// <param name="path">The SQLite file.</param>
internal sealed class LedgerFile(string path)
{
    /// <summary>Images of the job that were measured.</summary>
    public long CountMeasured(long jobId) =>
        (long)Read("SELECT count(*) FROM image_results WHERE job_id = $job AND reason IS NULL", jobId);

    /// <summary>How long the job's images took, download and sleep, added up; to the millisecond.</summary>
    public TimeSpan ReadElapsed(long jobId) =>
        TimeSpan.FromMilliseconds((long)Read("SELECT sum(elapsed_ms) FROM image_results WHERE job_id = $job", jobId));

    /// <summary>When the last measured image of the job had its result.</summary>
    public DateTimeOffset ReadLastMeasured(long jobId) => DateTimeOffset.Parse(
        (string)Read("SELECT max(finished_at) FROM image_results WHERE job_id = $job AND reason IS NULL", jobId), CultureInfo.InvariantCulture);

    /// <exception cref="BenchmarkException">Not every image of a completed job has its result.</exception>
    public void Verify(long jobId, int images)
    {
        var measured = CountMeasured(jobId);
        if (measured != images) throw new BenchmarkException($"The job completed with {measured} results for {images} images.");
    }

    private object Read(string query, long jobId)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Parameters.AddWithValue("$job", jobId);
        return command.ExecuteScalar()!;
    }
}
