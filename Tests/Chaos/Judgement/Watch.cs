using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>Watches the database during the run: whether the work progresses, and whether a stored end ever changes.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private const string Progress =
        "SELECT (SELECT count(*) FROM jobs WHERE ended_at IS NOT NULL), (SELECT count(*) FROM image_results WHERE job_id IN (SELECT job_id FROM jobs WHERE ended_at IS NULL)),"
        + " (SELECT count(*) FROM jobs WHERE ended_at IS NULL)";

    private const string Ends = "SELECT job_id, status, CAST(ended_at AS TEXT) FROM jobs WHERE ended_at IS NOT NULL";
    private const int EndsEvery = 10;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly IChaosStorage storage;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<(long JobId, string End), bool> ends = new();
    private readonly Task watching;
    private long moved = Stopwatch.GetTimestamp();

    public Watch(IChaosStorage storage)
    {
        this.storage = storage;
        watching = WatchAsync();
    }

    /// <summary>The longest time without a new result or a job's end while a job had not ended according to the last read.</summary>
    /// <remarks>It includes times in which no progress is possible because the database is away or the only process is frozen.</remarks>
    public TimeSpan LongestStall { get; private set; }

    public long EndedJobs { get; private set; }

    public ILookup<long, string> SeenEnds => ends.Keys.ToLookup(seen => seen.JobId, seen => seen.End);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var (last, idle) = ((Ended: -1L, Results: -1L), true);
        for (var look = 0; !stop.IsCancellationRequested; look++)
        {
            try
            {
                var (ended, results, unfinished) = (
                    await storage.ReadAsync(Progress, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)))
                ).Single();
                if (idle || last != (ended, results))
                    moved = Stopwatch.GetTimestamp();
                (last, idle, EndedJobs) = ((ended, results), unfinished == 0, ended);
                if (look % EndsEvery == 0)
                    foreach (var end in await storage.ReadAsync(Ends, row => (row.GetInt64(0), $"{row.GetString(1)} {row.GetString(2)}")))
                        ends.TryAdd(end, true);
            }
            catch (Exception exception) when (exception is DbException or TimeoutException)
            {
                // The database is away, so nothing progresses.
            }

            if (!idle && Stopwatch.GetElapsedTime(moved) is var stall && stall > LongestStall)
                LongestStall = stall;
            await Task.Delay(Every, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
