using System.Data.Common;
using RetailPulse.Tests.Contract;

namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>The database of a chaos run.</summary>
internal interface IChaosStorage : IAsyncDisposable
{
    /// <summary>On which it lies; <see langword="null"/> when that is the machine's own.</summary>
    SmallDisk? Disk { get; }

    /// <summary>What a process is told to find it.</summary>
    IEnumerable<string> Settings { get; }

    /// <summary>Reads beside the running product.</summary>
    /// <exception cref="DbException">The database does not answer now.</exception>
    Task<List<T>> ReadAsync<T>(string query, Func<DbDataReader, T> row);
}
