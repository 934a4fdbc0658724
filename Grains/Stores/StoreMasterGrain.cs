using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>Serves the last good version of the file, and follows it.</summary>
internal sealed partial class StoreMasterGrain(StoreMasterFile file, TimeProvider time, ILogger<StoreMasterGrain> logger) : Grain, IStoreMasterGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private StoreMaster stores = null!;
    private (DateTime Written, long Length) stamp;
    private StoreMasterVersion version = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        stamp = file.Stamp();
        Serve(file.Read());
        this.RegisterGrainTimer(FollowAsync, new GrainTimerCreationOptions { DueTime = LookEvery, Period = LookEvery, KeepAlive = true });
        return Task.CompletedTask;
    }

    public ValueTask<ImmutableArray<string>> FindUnknownAsync(ImmutableArray<string> storeIds) =>
        ValueTask.FromResult<ImmutableArray<string>>([.. storeIds.Where(id => !stores.Knows(id))]);

    public async Task<StoreMasterVersion> ReloadAsync()
    {
        await FollowAsync();
        return version;
    }

    private Task FollowAsync()
    {
        var now = file.Stamp();
        if (now == stamp) return Task.CompletedTask;
        stamp = now;
        try
        {
            Serve(file.Read());
        }
        catch (StoreMasterException exception)
        {
            version = version with { Problem = exception.Message };
            LogRefused(exception.Message, stores.Count);
        }

        return Task.CompletedTask;
    }

    private void Serve(StoreMaster read)
    {
        stores = read;
        version = new StoreMasterVersion(read.Count, time.GetUtcNow(), null);
        LogServing(read.Count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The store master holds {Stores} stores")]
    private partial void LogServing(int stores);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} The last good version, of {Stores} stores, goes on serving")]
    private partial void LogRefused(string problem, int stores);
}
