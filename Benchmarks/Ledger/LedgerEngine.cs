extern alias product;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using product::RetailPulse.Grains.Ledger;
using product::RetailPulse.Silo.Storage;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Ledger;

/// <summary>The product's ledger without the rest of the product, and the same engine without the ledger's group commit.</summary>
internal abstract class LedgerEngine(ServiceProvider services) : IAsyncDisposable
{
    /// <summary>Creates the ledger as the product composes it.</summary>
    public ILedger Ledger { get; } = services.GetRequiredService<ILedger>();

    /// <param name="database">Empty, or nothing yet.</param>
    public static async Task<LedgerEngine> OpenAsync(IDatabase database, DatabaseKind kind, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddRetailPulseDatabase(new ConfigurationBuilder().AddCommandLine(database.Settings).Build(), alone: true);
        var provider = services.BuildServiceProvider();
        return kind == DatabaseKind.Sqlite ? new SqliteEngine(provider) : await PostgreSqlEngine.CreateAsync(provider, cancellationToken);
    }

    /// <summary>Writes the results of one visit, by the ledger's own statement, in a transaction of their own.</summary>
    public abstract Task RecordVisitAsync(IReadOnlyList<ImageResult> results);

    /// <summary>The least that can be committed: a row that is a number, on a connection that stays open.</summary>
    public abstract ValueTask CommitBareAsync(int number);

    public virtual ValueTask DisposeAsync() => services.DisposeAsync();
}
