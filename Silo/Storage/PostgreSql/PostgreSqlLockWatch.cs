using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>Watches the database lock while the process runs, and stops the process if another one has acquired the lock.</summary>
internal sealed partial class PostgreSqlLockWatch(
    PostgreSqlDatabase database,
    IHostApplicationLifetime lifetime,
    ILogger<PostgreSqlLockWatch> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await database.Lock.WatchAsync(logger, stoppingToken).ConfigureAwait(false);
        }
        catch (StorageException refused)
        {
            LogRefused(refused.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Problem}")]
    private partial void LogRefused(string problem);
}
