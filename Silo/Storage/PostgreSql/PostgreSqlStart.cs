using System.Diagnostics;
using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>Opens the first connection.</summary>
internal static class PostgreSqlStart
{
    /// <summary>A server that comes up after a crash replays its log first, and says so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="NpgsqlException">It cannot be reached, or refuses us.</exception>
    public static NpgsqlConnection Open(NpgsqlDataSource source)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return source.OpenConnection();
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CannotConnectNow && Stopwatch.GetElapsedTime(started) < Patience)
            {
                Console.Error.WriteLine($"PostgreSQL is not ready yet ({exception.MessageText}); next try in {Pause.TotalSeconds} s.");
                using var pause = new ManualResetEventSlim();
                pause.Wait(Pause);
            }
        }
    }
}
