using System.Diagnostics;
using System.Threading.Channels;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Silo.Storage.Common;

/// <summary>Lets concurrent writes share a transaction.</summary>
/// <remarks>
/// A lone write is committed at once. Writes that arrive while a transaction commits, and for a short time after it began, form the next
/// one.
/// </remarks>
internal sealed partial class GroupCommit<T> : IAsyncDisposable
{
    /// <summary>
    /// Maximum number of items per transaction: enough to make the commit's cost small, few enough to keep readers' waits short.
    /// </summary>
    private const int MaxBatch = 2_000;

    /// <summary>Maximum number of links of an activity.</summary>
    private const int MaxLinks = 128;

    /// <summary>Duration from which on a transaction is reported as slow.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly Channel<Entry> entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(4 * MaxBatch) { SingleReader = true });
    private readonly Func<IReadOnlyList<T>, Task<bool[]>> commit;
    private readonly long pace;
    private readonly LedgerTelemetry telemetry;
    private readonly TimeProvider time;
    private readonly ILogger<GroupCommit<T>> logger;
    private readonly Task loop;

    /// <param name="commit">
    /// Writes all of its items and returns for each whether it was accepted, or throws and writes none. The list does not change until it
    /// returns.
    /// </param>
    /// <param name="pace">Minimum time from the beginning of one transaction to the next: <see cref="StorageOptions.CommitEvery"/>.</param>
    public GroupCommit(
        Func<IReadOnlyList<T>, Task<bool[]>> commit,
        TimeSpan pace,
        LedgerTelemetry telemetry,
        TimeProvider time,
        ILogger<GroupCommit<T>> logger
    )
    {
        this.pace = (long)(pace.TotalSeconds * time.TimestampFrequency);
        this.commit = commit;
        this.telemetry = telemetry;
        this.time = time;
        this.logger = logger;
        telemetry.ObserveQueue(() => entries.Reader.Count);
        loop = CommitAllAsync();
    }

    /// <summary>Completes when the item is on disk, and returns whether it was accepted. Waits while the queue is full.</summary>
    public ValueTask<bool> AddAsync(T item, CancellationToken cancellationToken)
    {
        var entry = new Entry(item);
        return entries.Writer.TryWrite(entry) ? new(entry.Task) : AddAsync(entry, cancellationToken);
    }

    /// <summary>Commits what was added before, and accepts no more.</summary>
    public async ValueTask DisposeAsync()
    {
        entries.Writer.TryComplete();
        await loop.ConfigureAwait(false);
    }

    private async Task CommitAllAsync()
    {
        var batch = new List<Entry>(MaxBatch);
        var items = new List<T>(MaxBatch);
        var earliest = time.GetTimestamp();
        while (await entries.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (time.GetElapsedTime(time.GetTimestamp(), earliest) is { Ticks: > 0 } early)
                await Task.Delay(early, time).ConfigureAwait(false);
            earliest = time.GetTimestamp() + pace;
            while (batch.Count < MaxBatch && entries.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
                items.Add(entry.Item);
            }

            await CommitAsync(batch, items).ConfigureAwait(false);
            batch.Clear();
            items.Clear();
        }
    }

    private async ValueTask<bool> AddAsync(Entry entry, CancellationToken cancellationToken)
    {
        await entries.Writer.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        return await entry.Task.ConfigureAwait(false);
    }

    private async Task CommitAsync(List<Entry> batch, List<T> items)
    {
        var began = time.GetTimestamp();
        using var activity = StartActivity(batch);
        try
        {
            var taken = await commit(items).ConfigureAwait(false);
            Report(batch.Count, began, failure: null);
            for (var i = 0; i < batch.Count; i++)
                batch[i].SetResult(taken[i]);
        }
        catch (Exception exception)
        {
            // Each caller decides what to do. The loop must survive every storage failure.
            Report(batch.Count, began, exception);
            LogNotCommitted(exception, batch.Count);
            foreach (var entry in batch)
                entry.SetException(exception);
        }
    }

    /// <summary>Starts an activity that is linked to the traced visits among the writers; <see langword="null"/> if there is none.</summary>
    private static Activity? StartActivity(List<Entry> batch)
    {
        if (!PulseActivities.Source.HasListeners())
            return null;
        ActivityLink[] links =
        [
            .. batch
                .Select(entry => entry.Writer)
                .OfType<Activity>()
                .Distinct()
                .Take(MaxLinks)
                .Select(writer => new ActivityLink(writer.Context)),
        ];
        return links.Length == 0 ? null : PulseActivities.Source.StartActivity(ActivityKind.Client, links: links, name: "ledger.commit");
    }

    private void Report(int results, long began, Exception? failure)
    {
        var took = time.GetElapsedTime(began);
        telemetry.Committed(results, took, failure);
        if (took >= Slow)
            LogSlow(results, took);
    }

    [LoggerMessage(EventName = "LedgerSlow", Level = LogLevel.Warning, Message = "Waiting {Took} for a transaction with {Count} results")]
    private partial void LogSlow(int count, TimeSpan took);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to write {Count} results; their images will be retried")]
    private partial void LogNotCommitted(Exception exception, int count);

    private sealed class Entry(T item) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public T Item => item;

        /// <summary>The activity in which the item was written; <see langword="null"/> if there is none, or nobody listens.</summary>
        public Activity? Writer { get; } = PulseActivities.Source.HasListeners() ? Activity.Current : null;
    }
}
