using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>Serves the newest valid version, and follows the file and the ledger.</summary>
internal sealed partial class StoreMasterGrain(
    StoreMasterVersions versions,
    StoreMasterFile file,
    StoreTelemetry telemetry,
    ILogger<StoreMasterGrain> logger
) : Grain, IStoreMasterGrain, IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Allows one version to be read at a time, because reading takes much memory.</summary>
    private readonly SemaphoreSlim reading = new(1);

    private readonly FileFollower follower = new();

    private ReadStoreMaster? served;
    private StoreMasterException? problem;

    private StoreMaster Stores => served!.Stores;

    private StoreMasterVersion Version =>
        new(Stores.Count, served!.Entry.LoadedAt, problem?.Message, served.Entry.Version, served.Entry.Source, served.Entry.Sha256);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        if (served is null)
            throw problem!;
        this.RegisterGrainTimer(
            PollAsync,
            new GrainTimerCreationOptions
            {
                DueTime = PollInterval,
                Period = PollInterval,
                Interleave = true,
                KeepAlive = true,
            }
        );
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        telemetry.MasterServed(null);
        return Task.CompletedTask;
    }

    public ValueTask<ImmutableArray<string>> FindUnknownAsync(ImmutableArray<string> storeIds) =>
        ValueTask.FromResult<ImmutableArray<string>>([.. storeIds.Where(id => !Stores.Knows(id))]);

    public ValueTask<Store?> FindAsync(string storeId) => ValueTask.FromResult(Stores.Find(storeId));

    public ValueTask<ImmutableArray<Store>> FindAllAsync(ImmutableArray<string> storeIds) =>
        ValueTask.FromResult<ImmutableArray<Store>>([.. storeIds.Select(Stores.Find).OfType<Store>()]);

    public ValueTask<StorePage> SearchAsync(StoreSearch search) => ValueTask.FromResult(Stores.Search(search));

    public ValueTask<AreaPage> ListAreasAsync(AreaList list) => ValueTask.FromResult(Stores.ListAreas(list));

    public ValueTask<StoreMasterVersion> GetVersionAsync() => ValueTask.FromResult(Version);

    public Task<StoreMasterReceipt> PutAsync(byte[] csv, int? since = null) => UploadAsync(csv, null, since);

    public Task<StoreMasterReceipt> PutOverAsync(byte[] csv, ImmutableArray<int> over, int? since = null) => UploadAsync(csv, over, since);

    public async Task<StoreMasterPreview> PreviewAsync(byte[] csv)
    {
        await reading.WaitAsync();
        try
        {
            return new StoreMasterPreview(Version, [], await StoreMasterVersions.CompareAsync(Stores, csv));
        }
        catch (StoreMasterException exception)
        {
            return new StoreMasterPreview(Version, exception.Faults, null);
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<StoreMasterReceipt> UploadAsync(byte[] csv, ImmutableArray<int>? over, int? since)
    {
        await reading.WaitAsync();
        try
        {
            var added = await versions.AddUploadAsync(csv, over, since, CancellationToken.None);
            Serve(added);
            return new StoreMasterReceipt(Version, [], Outdated: added is null);
        }
        catch (StoreMasterException exception)
        {
            telemetry.MasterRefused();
            LogUploadRefused(exception.Message, Stores.Count);
            return new StoreMasterReceipt(Version, exception.Faults);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (StorageUnavailableException exception)
        {
            LogNotFollowed(PollInterval, exception.Message);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            await FollowFileAsync(cancellationToken);
            Serve(await versions.ReadNewestAsync(served, cancellationToken));
            if (served is not null)
                telemetry.MasterServed(
                    new StoreTelemetry.Served(Stores.Count, served.Entry.Version, served.Entry.LoadedAt, problem is not null)
                );
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task FollowFileAsync(CancellationToken cancellationToken)
    {
        var now = file.Stamp();
        if (!follower.IsDue(now))
            return;
        try
        {
            Serve(await versions.AddFileAsync(follower.Expected, cancellationToken));
            problem = null;
        }
        catch (StoreMasterException exception)
        {
            problem = exception;
            telemetry.MasterRefused();
            LogFileRefused(exception.Message);
        }

        // Set last, so that a file that could not be written to the ledger is tried again.
        follower.Finish(now);
    }

    private void Serve(ReadStoreMaster? read)
    {
        if (read is null || read.Entry.Version == served?.Entry.Version)
            return;
        served = read;
        LogServing(read.Entry.Version, read.Entry.Source, read.Stores.Count);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Serving version {Version} of the store master, from {Source}, with {Stores} stores"
    )]
    private partial void LogServing(int version, StoreMasterSource source, int stores);

    [LoggerMessage(
        EventName = "StoreMasterRefused",
        Level = LogLevel.Error,
        Message = "Keeping the last valid version of the store master, if there is one: {Problem}"
    )]
    private partial void LogFileRefused(string problem);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Rejecting an uploaded store master ({Problem}); the version in force, with {Stores} stores, stays"
    )]
    private partial void LogUploadRefused(string problem, int stores);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to follow the store master; retrying in {RetryDelay} ({Problem})")]
    private partial void LogNotFollowed(TimeSpan retryDelay, string problem);
}
