using System.Data.Common;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>A database that is read for a check, in one snapshot and without a lock. Nothing is written.</summary>
internal interface ICheckedDatabase : IAsyncDisposable
{
    /// <summary>A connection in a transaction that sees one moment of the database.</summary>
    DbConnection Connection { get; }

    /// <summary>The SQL in which this engine differs.</summary>
    CheckSql Sql { get; }

    /// <summary>Rules for this engine only.</summary>
    IReadOnlyList<RowRule> Rules { get; }

    /// <summary>Returns damage of the database itself. If there is any, no other rule can be checked.</summary>
    IAsyncEnumerable<Finding> FindDamageAsync(CancellationToken cancellationToken);

    /// <summary>Returns why the check cannot continue; <see langword="null"/> if the error lies in the data.</summary>
    StorageException? Explain(Exception exception);
}
