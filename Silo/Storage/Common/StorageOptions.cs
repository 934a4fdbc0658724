using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Silo.Storage.Common;

/// <summary>The <c>RetailPulse:Storage</c> and <c>ConnectionStrings:RetailPulse</c> settings.</summary>
internal sealed class StorageOptions
{
    public const string Section = "RetailPulse:Storage";

    private const string ConnectionName = "RetailPulse";

    /// <summary>Storage engine. Default: <see cref="StorageProvider.Sqlite"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>
    /// Connection string. Default for SQLite: <c>retailpulse/retailpulse.db</c> in the user's data folder; for PostgreSQL: none.
    /// </summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>
    /// Minimum time from the beginning of one transaction with image results to the next, in each silo, 0 to 1 s. Default:
    /// <see cref="DefaultCommitEvery"/>. A lone result is always written at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan CommitEvery { get; set; } = DefaultCommitEvery;

    /// <summary>3 ms: with more frequent transactions, a busy silo spends more on commits than on rows.</summary>
    public static readonly TimeSpan DefaultCommitEvery = TimeSpan.FromMilliseconds(3);

    public static StorageOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<StorageOptions>() ?? new StorageOptions();
        options.ConnectionString = configuration.GetConnectionString(ConnectionName) ?? "";
        if (options is { Provider: StorageProvider.Sqlite, ConnectionString.Length: 0 })
            options.ConnectionString = $"Data Source={DefaultFile()}";
        return options;
    }

    private static string DefaultFile() =>
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "retailpulse",
            "retailpulse.db"
        );
}

/// <summary>The storage engine.</summary>
internal enum StorageProvider
{
    /// <summary>A file, for one process or several on one machine.</summary>
    Sqlite,

    /// <summary>A server, for any number of processes on any number of machines.</summary>
    PostgreSql,
}
