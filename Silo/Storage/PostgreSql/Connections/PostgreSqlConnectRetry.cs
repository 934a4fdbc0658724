using System.Diagnostics;
using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>Opens the first connection.</summary>
internal static partial class PostgreSqlConnectRetry
{
    /// <summary>Time to wait for a server that is starting. After a crash, it replays its log first and reports that.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <exception cref="NpgsqlException">The server cannot be reached, or rejects the connection.</exception>
    public static NpgsqlConnection Open(NpgsqlDataSource source, ILogger logger)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return source.OpenConnection();
            }
            catch (PostgresException exception)
                when (exception.SqlState == PostgresErrorCodes.CannotConnectNow && Stopwatch.GetElapsedTime(started) < StartTimeout)
            {
                LogNotReady(logger, RetryDelay, exception.MessageText);
                using var pause = new ManualResetEventSlim();
                pause.Wait(RetryDelay);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is not ready yet; retrying in {RetryDelay} ({Problem})")]
    private static partial void LogNotReady(ILogger logger, TimeSpan retryDelay, string problem);
}
