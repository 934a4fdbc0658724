using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Checks;
using RetailPulse.Silo.Storage.Sqlite.Checks;

namespace RetailPulse.Silo.Storage;

/// <summary>Opens the configured database for a check.</summary>
internal static class StorageChecking
{
    /// <exception cref="StorageException">The database cannot be checked; the message says why and what to do.</exception>
    public static async Task<ICheckedDatabase> OpenAsync(StorageOptions options, CancellationToken cancellationToken) =>
        options.Provider == StorageProvider.PostgreSql
            ? await PostgreSqlCheck.OpenAsync(options.ConnectionString, cancellationToken).ConfigureAwait(false)
            : SqliteCheck.Open(options.ConnectionString);
}
