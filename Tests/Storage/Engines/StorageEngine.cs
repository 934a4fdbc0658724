using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Tests.Storage.Engines;

/// <summary>A separate database for one test, with all ledgers on it.</summary>
public abstract class StorageEngine : IAsyncDisposable
{
    internal abstract ILedger Ledger { get; }

    internal abstract IJobQueries Reads { get; }

    internal abstract IVisitQueries VisitReads { get; }

    internal abstract IFailureQueries Failures { get; }

    internal abstract IJobDocuments Documents { get; }

    internal abstract IWebhookLedger Webhooks { get; }

    internal abstract IRetentionLedger Retention { get; }

    internal abstract IPhotoQueries PhotoReads { get; }

    internal abstract IUploadLedger Uploads { get; }

    internal abstract IPhotoLedger Photos { get; }

    internal abstract IStoreMasterLedger Masters { get; }

    internal abstract IDatabaseState State { get; }

    internal abstract IThroughputLedger Throughput { get; }

    internal abstract IDatabaseClock Clock { get; }

    internal abstract ValueTask StartAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens the database for a check, while others may use it.</summary>
    internal abstract Task<ICheckedDatabase> OpenCheckAsync();

    /// <summary>Runs one statement, while others may use the database.</summary>
    internal abstract Task ExecuteAsync(string statement);

    /// <summary>Returns the first column of each row of a query, as text.</summary>
    internal abstract Task<IReadOnlyList<string?>> ReadAsync(string query);
}
