using Orleans.Placement;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Submission;

/// <summary>Issues ids from a block that is durably reserved before its first id is used. A crash skips the rest of the block.</summary>
[Immovable]
internal sealed class JobIdGrain([PersistentState("job-ids")] IPersistentState<StoredJobIds> stored) : Grain, IJobIdGrain
{
    private const int BlockSize = 100;

    private long next = 1;
    private long reserved;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (next, reserved) = (stored.State.ReservedUpTo + 1, stored.State.ReservedUpTo);
        return Task.CompletedTask;
    }

    public async ValueTask<long> NextAsync()
    {
        if (next > reserved)
            await ReserveAsync();
        return next++;
    }

    private async Task ReserveAsync()
    {
        var upTo = next + BlockSize - 1;
        await this.WriteAsync(stored, new StoredJobIds { ReservedUpTo = upTo });
        reserved = upTo;
    }
}

/// <summary>The stored upper bound of all ids that may have been issued.</summary>
internal sealed class StoredJobIds
{
    public int Schema { get; set; } = 1;
    public long ReservedUpTo { get; set; }
}
