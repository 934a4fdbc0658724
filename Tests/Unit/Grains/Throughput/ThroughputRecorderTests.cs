using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Cluster;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Throughput;
using RetailPulse.Silo.Storage.Sqlite.Reading;

namespace RetailPulse.Tests.Unit.Grains.Throughput;

public sealed class ThroughputRecorderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider time = new(Noon.AddSeconds(20));
    private readonly ResultCounter counter = new();
    private readonly FakeThroughput ledger = new();
    private readonly ThroughputRecorder recorder;

    public ThroughputRecorderTests() =>
        recorder = new ThroughputRecorder(
            counter,
            ledger,
            new FakeSilo(),
            Options.Create(new ThroughputOptions()),
            new DeletionClock(new ClockWatch(time), new SqliteClock(), time, NullLogger<DeletionClock>.Instance),
            time
        );

    [Fact]
    public async Task Each_minute_has_what_was_counted_in_it()
    {
        Assert.Equal(TimeSpan.FromSeconds(40), recorder.UntilNext);
        Count(measured: 3, failed: 1);
        time.Advance(TimeSpan.FromSeconds(40));
        await recorder.RecordAsync(None);
        Assert.Equal(TimeSpan.FromMinutes(1), recorder.UntilNext);
        Count(measured: 5, failed: 0);
        time.Advance(TimeSpan.FromMinutes(1));
        await recorder.RecordAsync(None);
        time.Advance(TimeSpan.FromMinutes(1));
        await recorder.RecordAsync(None);
        Assert.Equal(
            [
                KeyValuePair.Create((Noon, "10.0.0.5:11111@1"), new ResultCounts(4, 1)),
                KeyValuePair.Create((Noon.AddMinutes(1), "10.0.0.5:11111@1"), new ResultCounts(5, 0)),
            ],
            ledger.Recorded.OrderBy(recorded => recorded.Key)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_whose_response_is_lost_is_repeated_as_it_was(bool tookEffect)
    {
        Count(measured: 3, failed: 1);
        (ledger.Away, ledger.TakesEffect) = (true, tookEffect);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => recorder.RecordAsync(None));
        ledger.Away = false;
        time.Advance(TimeSpan.FromMinutes(1));
        Count(measured: 1, failed: 1);
        await recorder.RecordAsync(None);
        Assert.Equal(new ResultCounts(6, 2), ledger.Recorded.Values.Aggregate((one, other) => one + other));
    }

    [Fact]
    public async Task Results_of_a_minute_that_was_recorded_are_added_to_it()
    {
        Count(measured: 3, failed: 1);
        await recorder.RecordAsync(None);
        Count(measured: 2, failed: 0);
        await recorder.RecordAsync(None);
        Assert.Equal(new ResultCounts(6, 1), Assert.Single(ledger.Recorded).Value);
    }

    [Fact]
    public async Task Old_minutes_are_deleted_once_an_hour()
    {
        for (var minute = 0; minute < 121; minute++)
        {
            await recorder.RecordAsync(None);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, ledger.Deleted.Count);
        Assert.Equal(Noon.AddSeconds(20) - TimeSpan.FromDays(30), ledger.Deleted[0]);
    }

    [Fact]
    public async Task Concurrent_counts_are_complete()
    {
        await Parallel.ForAsync(
            0,
            8,
            async (_, _) =>
            {
                await Task.Yield();
                Count(measured: 10_000, failed: 1_000);
            }
        );
        Assert.Equal(new ResultCounts(88_000, 8_000), counter.Take());
        Assert.Equal(new ResultCounts(0, 0), counter.Take());
    }

    private void Count(int measured, int failed)
    {
        for (var i = 0; i < measured; i++)
            counter.Count(isMeasured: true);
        for (var i = 0; i < failed; i++)
            counter.Count(isMeasured: false);
    }

    private sealed class FakeThroughput : IThroughputLedger
    {
        public bool Away { get; set; }

        /// <summary>Whether what fails while the ledger is away takes effect nevertheless.</summary>
        public bool TakesEffect { get; set; }

        public Dictionary<(DateTimeOffset Minute, string Silo), ResultCounts> Recorded { get; } = [];

        public List<DateTimeOffset> Deleted { get; } = [];

        public Task RecordAsync(DateTimeOffset minute, string silo, ResultCounts counts, CancellationToken cancellationToken)
        {
            if (!Away || TakesEffect)
                Recorded[(minute, silo)] = counts;
            return Away ? throw new StorageUnavailableException("away") : Task.CompletedTask;
        }

        public Task<IReadOnlyList<ThroughputPoint>> ReadAsync(
            ThroughputUnit unit,
            DateTimeOffset from,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            Deleted.Add(before);
            return Task.CompletedTask;
        }
    }

    private sealed class FakeSilo : ILocalSiloDetails
    {
        public string Name => "silo";

        public string ClusterId => "cluster";

        public string DnsHostName => "host";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(System.Net.IPEndPoint.Parse("10.0.0.5:11111"), 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
