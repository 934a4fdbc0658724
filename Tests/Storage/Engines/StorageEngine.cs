using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Storage.Engines;

/// <summary>A database of its own for one test, with everything that is kept in it.</summary>
public abstract class StorageEngine : IAsyncDisposable
{
    internal abstract ILedger Ledger { get; }

    internal abstract ILedgerReads Reads { get; }

    internal abstract IVisitReads VisitReads { get; }

    internal abstract IFailureReads Failures { get; }

    internal abstract IWebhookLedger Webhooks { get; }

    internal abstract IRetentionLedger Retention { get; }

    internal abstract IPhotoLedger Photos { get; }

    internal abstract IStoreMasterLedger Masters { get; }

    internal abstract ValueTask StartAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs one statement beside whoever else uses the database.</summary>
    internal abstract Task ExecuteAsync(string statement);

    /// <summary>The first column of each row that a query answers, as text.</summary>
    internal abstract Task<IReadOnlyList<string?>> ReadAsync(string query);
}
