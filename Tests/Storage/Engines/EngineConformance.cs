using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Storage.Engines;

/// <summary>What must hold whatever engine keeps the data: each test has a new database of <paramref name="engine"/>.</summary>
public abstract class EngineConformance(StorageEngine engine) : IAsyncLifetime
{
    private protected StorageEngine Engine => engine;

    private protected ILedger Ledger => engine.Ledger;

    public ValueTask InitializeAsync() => engine.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return engine.DisposeAsync();
    }
}
