using System.Collections.Immutable;
using Orleans.Placement;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Operations;

/// <summary>Remembers operations in one document. Operations are rare, so that one write for each is enough.</summary>
[Immovable]
internal sealed class JobOperationListGrain(
    [PersistentState("job-operations")] IPersistentState<StoredJobOperationList> stored,
    TimeProvider time
) : Grain, IJobOperationListGrain
{
    /// <summary>Time that an operation is kept after its end.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Time after which an operation whose id was issued will not begin any more.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromHours(1);

    /// <summary>Maximum number of ended operations that are kept beyond <see cref="KeptByKey"/>, so that the document stays small.</summary>
    private const int MaxKept = 1_000;

    /// <summary>Time in which a repeated request may ask for the operation of its key.</summary>
    private static readonly TimeSpan KeptByKey = TimeSpan.FromHours(25);

    public async Task<long> BeginAsync()
    {
        var id = stored.State.Last + 1;
        await SaveAsync(id, [.. stored.State.Unfinished, new StoredOperationId(id, time.GetUtcNow())], stored.State.Ended);
        return id;
    }

    public Task KeepAsync(long id) =>
        SaveAsync(
            stored.State.Last,
            [.. stored.State.Unfinished.Where(operation => operation.Id != id), new StoredOperationId(id, time.GetUtcNow())],
            [.. stored.State.Ended.Where(operation => operation.Id != id)]
        );

    public async Task EndAsync(long id)
    {
        if (stored.State.Unfinished.Exists(operation => operation.Id == id))
            await SaveAsync(
                stored.State.Last,
                [.. stored.State.Unfinished.Where(operation => operation.Id != id)],
                [.. stored.State.Ended, new StoredOperationId(id, time.GetUtcNow())]
            );
    }

    public async Task ForgetAsync(ImmutableArray<long> ids)
    {
        if (stored.State.Ended.Exists(operation => ids.Contains(operation.Id)))
            await SaveAsync(
                stored.State.Last,
                stored.State.Unfinished,
                [.. stored.State.Ended.Where(operation => !ids.Contains(operation.Id))]
            );
    }

    public Task<JobOperationList> ReadAsync()
    {
        var now = time.GetUtcNow();
        var state = stored.State;
        return Task.FromResult(
            new JobOperationList(
                [.. state.Unfinished.Select(operation => new UnfinishedJobOperation(operation.Id, now - operation.At > BeginsWithin))],
                [
                    .. state
                        .Ended.Where(
                            (operation, place) => now - operation.At > (place < state.Ended.Count - MaxKept ? KeptByKey : Lifetime)
                        )
                        .Select(operation => operation.Id),
                ]
            )
        );
    }

    private Task SaveAsync(long last, List<StoredOperationId> unfinished, List<StoredOperationId> ended) =>
        this.WriteAsync(
            stored,
            new StoredJobOperationList
            {
                Last = last,
                Unfinished = unfinished,
                Ended = ended,
            }
        );
}

/// <summary>The stored ids of operations.</summary>
internal sealed class StoredJobOperationList
{
    public int Schema { get; set; } = 1;

    /// <summary>The highest id that was issued.</summary>
    public long Last { get; set; }

    public List<StoredOperationId> Unfinished { get; set; } = [];

    /// <summary>Operations that have ended, in the order of their ends.</summary>
    public List<StoredOperationId> Ended { get; set; } = [];
}

/// <param name="At">Time at which the id was issued, or at which the operation ended.</param>
internal sealed record StoredOperationId(long Id, DateTimeOffset At);
