using Microsoft.Data.Sqlite;

namespace RetailPulse.Silo.Storage;

/// <summary><c>RetailPulse:Storage</c> and <c>ConnectionStrings:RetailPulse</c>.</summary>
internal sealed class StorageOptions
{
    private const string ConnectionName = "RetailPulse";

    /// <summary>Default <see cref="StorageProvider.Sqlite"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Default: <c>retailpulse/retailpulse.db</c> in the user's data folder.</summary>
    public string ConnectionString { get; set; } = $"Data Source={DefaultFile()}";

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
            throw new StorageException("RetailPulse:Storage:Provider must be Sqlite.", exception);
        }

        if (configuration.GetConnectionString(ConnectionName) is { Length: > 0 } configured) options.ConnectionString = configured;
        options.Check();
        return options;
    }

    private void Check()
    {
        if (Provider != StorageProvider.Sqlite) throw new StorageException($"RetailPulse:Storage:Provider is {Provider}, which is not available yet; use Sqlite.");
        try
        {
            var settings = new SqliteConnectionStringBuilder(ConnectionString);
            if (settings.DataSource is "" or ":memory:" || settings.Mode == SqliteOpenMode.Memory)
                throw new StorageException("ConnectionStrings:RetailPulse names no file, and jobs must survive the process; use 'Data Source=/path/to/file.db'.");
        }
        catch (ArgumentException exception)
        {
            throw new StorageException($"ConnectionStrings:RetailPulse cannot be understood: {exception.Message} Use 'Data Source=/path/to/file.db'.", exception);
        }
    }

    private static string DefaultFile() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "retailpulse", "retailpulse.db");
}

/// <summary>Where jobs are kept.</summary>
internal enum StorageProvider
{
    Sqlite,
    PostgreSql,
}
