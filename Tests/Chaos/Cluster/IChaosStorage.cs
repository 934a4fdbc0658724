using System.Data.Common;

namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>The database of a chaos run.</summary>
internal interface IChaosStorage : IAsyncDisposable
{
    /// <summary>Disk of the database; <see langword="null"/> if it is the machine's own.</summary>
    SmallDisk? Disk { get; }

    /// <summary>Settings with which a process finds the database.</summary>
    IEnumerable<string> Settings { get; }

    /// <summary>Reads the database while the product runs.</summary>
    /// <exception cref="DbException">The database does not respond now.</exception>
    Task<List<T>> ReadAsync<T>(string query, Func<DbDataReader, T> row);
}
