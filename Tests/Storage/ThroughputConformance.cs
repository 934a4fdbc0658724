using RetailPulse.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that every engine keeps the results of each minute, and the attempts at each image.</summary>
public abstract class ThroughputConformance(StorageEngine engine) : EngineConformance(engine)
{
    private IThroughputLedger Throughput => Engine.Throughput;

    [Fact]
    public async Task Results_of_all_silos_are_added_up_per_minute_and_per_hour()
    {
        await Throughput.RecordAsync(Noon, "one", new ResultCounts(10, 1), None);
        for (var repetition = 0; repetition < 2; repetition++)
            await Throughput.RecordAsync(Noon, "one", new ResultCounts(15, 1), None);
        await Throughput.RecordAsync(Noon, "two", new ResultCounts(100, 20), None);
        await Throughput.RecordAsync(Noon.AddMinutes(59), "two", new ResultCounts(7, 7), None);
        await Throughput.RecordAsync(Noon.AddMinutes(60), "one", new ResultCounts(1, 0), None);
        Assert.Equal(
            [
                new ThroughputPoint(Noon, 115, 21),
                new ThroughputPoint(Noon.AddMinutes(59), 7, 7),
                new ThroughputPoint(Noon.AddMinutes(60), 1, 0),
            ],
            await Throughput.ReadAsync(ThroughputUnit.Minute, Noon, None)
        );
        Assert.Equal(
            [new ThroughputPoint(Noon, 122, 28), new ThroughputPoint(Noon.AddHours(1), 1, 0)],
            await Throughput.ReadAsync(ThroughputUnit.Hour, Noon, None)
        );
        Assert.Equal(2, (await Throughput.ReadAsync(ThroughputUnit.Minute, Noon.AddMinutes(1), None)).Count);
    }

    [Fact]
    public async Task Old_minutes_are_deleted()
    {
        await Throughput.RecordAsync(Noon, "one", new ResultCounts(1, 0), None);
        await Throughput.RecordAsync(Noon.AddMinutes(1), "one", new ResultCounts(2, 0), None);
        await Throughput.DeleteAsync(Noon.AddMinutes(1), None);
        Assert.Equal([2L], (await Throughput.ReadAsync(ThroughputUnit.Minute, Noon, None)).Select(point => point.Images));
    }

    [Fact]
    public async Task Every_attempt_of_every_run_is_kept_with_its_time()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 1));
        await Ledger.RecordResultAsync(
            Result(
                ImageReason.Http5xx,
                run: 0,
                (ImageReason.Timeout, new AttemptTime(Noon.AddSeconds(-9), TimeSpan.FromSeconds(30))),
                (ImageReason.Dns, new AttemptTime(Noon.AddSeconds(-1), TimeSpan.FromMilliseconds(12)))
            ),
            None
        );
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        await Ledger.RecordResultAsync(Result(ImageReason.None, run: 1), None);
        Assert.Equal(
            [
                new RecordedAttempt(0, 1, ImageReason.Timeout, Noon.AddSeconds(-9), TimeSpan.FromSeconds(30), "10.0.0.5:11111"),
                new RecordedAttempt(0, 2, ImageReason.Dns, Noon.AddSeconds(-1), TimeSpan.FromMilliseconds(12), "10.0.0.5:11111"),
                new RecordedAttempt(0, 3, ImageReason.Http5xx, Noon, TimeSpan.FromMilliseconds(40), "10.0.0.5:11111"),
                new RecordedAttempt(1, 1, ImageReason.None, Noon, TimeSpan.FromMilliseconds(40), "10.0.0.5:11111"),
            ],
            (await ReadAsync(new ImagePlace(0, 0))).SelectMany(run => run.List())
        );
        Assert.Empty(await ReadAsync(new ImagePlace(0, 1)));
    }

    private static ImageResult Result(ImageReason reason, int run, params (ImageReason Reason, AttemptTime Time)[] earlier) =>
        new(
            1,
            0,
            0,
            new ImageOutcome(reason, null, 0, 0, 0, TimeSpan.FromMilliseconds(40)),
            earlier.Length + 1,
            [.. earlier.Select(attempt => attempt.Reason)],
            Noon,
            "S10.0.0.5:11111:139",
            run,
            EarlierAttempts: [.. earlier.Select(attempt => attempt.Time)]
        );

    private async Task<IReadOnlyList<ImageRun>> ReadAsync(ImagePlace place)
    {
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        return await snapshot.ReadRunsAsync(1, place, None);
    }
}
