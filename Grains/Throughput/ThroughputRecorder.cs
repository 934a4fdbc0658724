using Microsoft.Extensions.Options;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Throughput;

/// <summary>Records once a minute how many results this silo recorded, and when it stops. A crash loses at most a minute.</summary>
internal sealed class ThroughputRecorder : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Interval between two deletions of old minutes.</summary>
    private static readonly TimeSpan DeletionInterval = TimeSpan.FromHours(1);

    private readonly ResultCounter counter;
    private readonly IThroughputLedger ledger;
    private readonly ILocalSiloDetails silo;
    private readonly TimeSpan retention;
    private readonly DeletionClock clock;
    private readonly TimeProvider time;

    /// <summary>Results of the minutes that are not over, or whose record may be missing.</summary>
    private readonly SortedDictionary<DateTimeOffset, ResultCounts> open = [];
    private DateTimeOffset minute;
    private DateTimeOffset nextDeletion;

    public ThroughputRecorder(
        ResultCounter counter,
        IThroughputLedger ledger,
        ILocalSiloDetails silo,
        IOptions<ThroughputOptions> options,
        DeletionClock clock,
        TimeProvider time
    )
    {
        (this.counter, this.ledger, this.silo, this.clock, this.time) = (counter, ledger, silo, clock, time);
        retention = options.Value.Retention;
        minute = Floor(time.GetUtcNow());
    }

    /// <summary>Time until the current minute is over.</summary>
    public TimeSpan UntilNext => Minute - TimeSpan.FromTicks(time.GetUtcNow().Ticks % Minute.Ticks);

    /// <summary>Records what was counted since the last call, as of the minute in which counting began.</summary>
    /// <remarks>
    /// A call that fails may have taken effect. The next one therefore records the whole minute again, in place of what is there.
    /// </remarks>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (counter.Take() is { Images: > 0 } counted)
            open[minute] = open.GetValueOrDefault(minute) + counted;
        minute = Floor(now);
        foreach (var (at, counts) in open.ToArray())
        {
            await ledger.RecordAsync(at, silo.SiloAddress.ToParsableString(), counts, cancellationToken);
            if (at != minute)
                open.Remove(at);
        }

        if (now < nextDeletion)
            return;
        nextDeletion = now + DeletionInterval;
        if (await clock.ReadAsync(cancellationToken) is { } expiry)
            await ledger.DeleteAsync(expiry - retention, cancellationToken);
    }

    /// <summary>At this stage of a stop, no grain is active any more.</summary>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(ThroughputRecorder), ServiceLifecycleStage.RuntimeInitialize, _ => Task.CompletedTask, FlushAsync);

    /// <summary>Records the rest. A stop does not fail because the database is away.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            // The results of this minute are missing in the history.
        }
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => at.AddTicks(-(at.Ticks % Minute.Ticks));
}
