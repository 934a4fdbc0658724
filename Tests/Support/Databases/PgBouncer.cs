using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>A PgBouncer (Debian's package <c>pgbouncer</c>) in front of one database, on a free port of this machine.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-pgbouncer-").FullName;
    private readonly OrphanCleanup cleanup = new();
    private readonly Process process;

    private PgBouncer(NpgsqlConnectionStringBuilder server, string mode)
    {
        var port = FreePorts.Next();
        var settings = Path.Combine(folder, "pgbouncer.ini");
        var users = Path.Combine(folder, "users.txt");
        File.WriteAllText(users, $"\"{server.Username}\" \"\"\n");
        File.WriteAllText(
            settings,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                {server.Database} = host={server.Host} port={server.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {users}
                pool_mode = {mode}
                ignore_startup_parameters = extra_float_digits
                logfile = {Path.Combine(folder, "log")}

                """
            )
        );
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "pgbouncer", settings]
            : ["pgbouncer", settings];
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                WorkingDirectory = "/",
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        cleanup.AtTheEnd($"grep -qs '{settings}' /proc/{process.Id}/cmdline && kill -KILL {process.Id}; rm -rf '{folder}'");
    }

    public string ConnectionString { get; }

    /// <summary>Starts PgBouncer and returns when it accepts connections.</summary>
    /// <param name="mode">Value of <c>pool_mode</c>.</param>
    public static async Task<PgBouncer> StartAsync(string connectionString, string mode)
    {
        var bouncer = new PgBouncer(new NpgsqlConnectionStringBuilder(connectionString), mode);
        await Eventually.TrueAsync(bouncer.AnswersAsync, "PgBouncer takes connections");
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        cleanup.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        Assert.False(process.HasExited, "PgBouncer ended: is the package pgbouncer installed?");
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
