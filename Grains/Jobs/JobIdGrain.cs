using Orleans.Placement;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Hands out ids from a block that is reserved durably before its first id leaves; a crash skips the rest of its block.</summary>
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
        if (next > reserved) await ReserveAsync();
        return next++;
    }

    private async Task ReserveAsync()
    {
        var upTo = next + BlockSize - 1;
        await this.WriteAsync(stored, new StoredJobIds { ReservedUpTo = upTo });
        reserved = upTo;
    }
}

/// <summary>The highest id that may have been handed out.</summary>
internal sealed class StoredJobIds
{
    public int Schema { get; set; } = 1;
    public long ReservedUpTo { get; set; }
}
