using Microsoft.Data.Sqlite;

namespace RetailPulse.Silo.Storage;

/// <summary><c>RetailPulse:Storage</c> and <c>ConnectionStrings:RetailPulse</c>.</summary>
internal sealed class StorageOptions
{
    private const string ConnectionName = "RetailPulse";

    /// <summary>Default <see cref="StorageProvider.Sqlite"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Default, for SQLite: <c>retailpulse/retailpulse.db</c> in the user's data folder. PostgreSQL has none.</summary>
    public string ConnectionString { get; set; } = "";

    /// <exception cref="StorageException">The settings name no storage that can be used.</exception>
    public static StorageOptions Read(IConfiguration configuration)
    {
        var options = new StorageOptions();
        try
        {
            configuration.GetSection("RetailPulse:Storage").Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            throw new StorageException("RetailPulse:Storage:Provider must be Sqlite or PostgreSql.", exception);
        }

        options.ConnectionString = configuration.GetConnectionString(ConnectionName) ?? "";
        if (options.Provider == StorageProvider.Sqlite) options.CheckFile();
        return options;
    }

    private void CheckFile()
    {
        if (ConnectionString.Length == 0) ConnectionString = $"Data Source={DefaultFile()}";
        try
        {
            var settings = new SqliteConnectionStringBuilder(ConnectionString);
            if (settings.DataSource is "" or ":memory:" || settings.Mode == SqliteOpenMode.Memory)
                throw new StorageException("ConnectionStrings:RetailPulse names no file, and jobs must survive the process; use 'Data Source=/path/to/file.db'.");
        }
        catch (ArgumentException exception)
        {
            throw new StorageException(
                $"ConnectionStrings:RetailPulse cannot be understood: {exception.Message} Use 'Data Source=/path/to/file.db', or set RetailPulse:Storage:Provider to PostgreSql.", exception);
        }
    }

    private static string DefaultFile() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "retailpulse", "retailpulse.db");
}

/// <summary>Where jobs are kept.</summary>
internal enum StorageProvider
{
    /// <summary>A file: one process, or several on one machine.</summary>
    Sqlite,

    /// <summary>A server: any number of processes on any number of machines.</summary>
    PostgreSql,
}
