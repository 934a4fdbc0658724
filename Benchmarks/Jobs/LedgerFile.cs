using System.Globalization;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>What the product has recorded, read with SQL while it runs.</summary>
internal sealed class LedgerFile(IDatabase database)
{
    /// <summary>Images of the job that were measured.</summary>
    public long CountMeasured(long jobId) => (long)Read("SELECT count(*) FROM image_results WHERE job_id = @job AND reason IS NULL", jobId);

    public string ReadStatus(long jobId) => (string)Read("SELECT status FROM jobs WHERE job_id = @job", jobId);

    /// <summary>Returns the number of ongoing jobs.</summary>
    public long CountOngoing() => (long)Read("SELECT count(*) FROM jobs WHERE job_id >= @job AND ended_at IS NULL", 0);

    /// <summary>Returns the sum of the durations of the job's images, download and sleep, in milliseconds.</summary>
    public TimeSpan ReadElapsed(long jobId) =>
        TimeSpan.FromMilliseconds((long)Read("SELECT CAST(sum(elapsed_ms) AS bigint) FROM image_results WHERE job_id = @job", jobId));

    /// <summary>Returns the time at which the last measured image of the job got its result.</summary>
    public DateTimeOffset ReadLastMeasured(long jobId)
    {
        var last = Read("SELECT max(finished_at) FROM image_results WHERE job_id = @job AND reason IS NULL", jobId);

        // SQLite has no type for it, and keeps it as text.
        return last is DateTime time ? new DateTimeOffset(time) : DateTimeOffset.Parse((string)last, CultureInfo.InvariantCulture);
    }

    /// <exception cref="BenchmarkException">Not every image of a completed job has its result.</exception>
    public void Verify(long jobId, int images)
    {
        var measured = CountMeasured(jobId);
        if (measured != images)
            throw new BenchmarkException($"The job completed with {measured} results for {images} images.");
    }

    /// <exception cref="BenchmarkException">Not every image of all jobs has its result.</exception>
    public void VerifyAll(int images)
    {
        var measured = (long)Read("SELECT count(*) FROM image_results WHERE job_id >= @job AND reason IS NULL", 0);
        if (measured != images)
            throw new BenchmarkException($"The jobs completed with {measured} results for {images} images.");
    }

    private object Read(string query, long jobId)
    {
        using var connection = database.Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        var job = command.CreateParameter();
        (job.ParameterName, job.Value) = ("@job", jobId);
        command.Parameters.Add(job);
        return command.ExecuteScalar()!;
    }
}
