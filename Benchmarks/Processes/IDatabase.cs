using System.Data.Common;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>The database of one run of the product: empty at first, gone when disposed.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Settings of the product's command line that name it.</summary>
    string[] Settings { get; }

    /// <summary>What processes of its own have used; <see langword="null"/> when it lives in the product's.</summary>
    Cost? Cost { get; }

    /// <summary>A connection, not yet open, that reads while the product runs.</summary>
    DbConnection Connect();
}

/// <summary>What the product keeps its facts in.</summary>
internal enum DatabaseKind
{
    /// <summary>A file in a folder of the run.</summary>
    Sqlite,

    /// <summary>A server of the run's own.</summary>
    PostgreSql,
}
