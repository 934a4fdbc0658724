using RetailPulse.Tests.Cluster.Faults;
using RetailPulse.Tests.Cluster.Faults.Scenarios;

namespace RetailPulse.Tests.Storage.Faults;

/// <summary>Tests the promise on real PostgreSQL while another session locks a single table.</summary>
public sealed class LockedTableTests
{
    /// <summary>Number of clusters that run at once, each on its own database.</summary>
    private const int AtOnce = 3;

    /// <summary>Duration of the lock: long enough for statements to time out and be retried in vain.</summary>
    private static readonly TimeSpan Locked = TimeSpan.FromSeconds(PostgreSqlFaultCluster.CommandTimeout * 3);

    private static readonly string[] Tables =
    [
        "orleansstorage",
        "jobs",
        "visits",
        "image_results",
        "retries",
        "webhook_deliveries",
        "webhook_attempts",
        "content_hashes",
        "store_masters",
    ];

    private static readonly Func<FaultCluster, int, Scenario>[] Scenarios =
    [
        (all, number) => new Submitting(all, number),
        (all, number) => new SubmittingWithKey(all, number),
        (all, number) => new Cancelling(all, number),
        (all, number) => new CancellingLate(all, number),
        (all, number) => new Retrying(all, number),
        (all, number) => new Amending(all, number),
        (all, number) => new Delivering(all, number),
        (all, number) => new Rotating(all, number),
        (all, number) => new DrawingIds(all, number),
    ];

    [Fact]
    public async Task Every_job_survives_a_lock_of_every_table()
    {
        // Transactions that last for seconds would hold up other tests on the same server.
        await using var server = new SharedPostgres();
        await Parallel.ForEachAsync(
            Tables.Chunk((Tables.Length + AtOnce - 1) / AtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (tables, _) =>
            {
                await using var cluster = new PostgreSqlFaultCluster(server);
                await cluster.InitializeAsync();
                foreach (var table in tables)
                    await TryAsync(cluster, table);
            }
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Tables.Length} tables locked for {Locked}, {Scenarios.Length} scenarios under each."
        );
    }

    private static async Task TryAsync(PostgreSqlFaultCluster cluster, string table)
    {
        try
        {
            Scenario[] cases = [.. Scenarios.Select(make => make(cluster, cluster.NextCase()))];
            foreach (var tried in cases)
                await tried.PrepareAsync();
            var acting = Task.CompletedTask;
            await cluster.LockAsync(
                table,
                async () =>
                {
                    acting = Task.WhenAll(cases.Select(tried => tried.ActAsync()));
                    await Task.Delay(Locked);
                }
            );
            await acting;
            foreach (var tried in cases)
                await tried.CheckAsync();
        }
        catch (Exception exception)
        {
            Assert.Fail($"With {table} locked: {exception}");
        }
    }
}
