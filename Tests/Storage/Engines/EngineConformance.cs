using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Storage.Engines;

/// <summary>The base of tests that must pass on every storage engine. Each test has a new database of <paramref name="engine"/>.</summary>
public abstract class EngineConformance(StorageEngine engine) : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly CancellationToken None = CancellationToken.None;

    private protected StorageEngine Engine => engine;

    private protected ILedger Ledger => engine.Ledger;

    private protected IJobQueries Reads => engine.Reads;

    private protected IPhotoLedger Photos => engine.Photos;

    public ValueTask InitializeAsync() => engine.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return engine.DisposeAsync();
    }
}
