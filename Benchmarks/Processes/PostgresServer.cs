using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;
using RetailPulse.Benchmarks.Origin;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>
/// A PostgreSQL server of this run's own, as durable as it comes: <c>fsync</c> and <c>synchronous_commit</c> are on. Its files are on the disk
/// of <c>TMPDIR</c>. A shell ends it, and removes them, when told to or when this process is no more.
/// </summary>
internal sealed class PostgresServer : IDatabase
{
    /// <summary>Ctrl+C reaches the shell as well, and must not end it before its work.</summary>
    private const string Script =
        "trap '' INT TERM HUP; folder=$1; shift; \"$@\" >> \"$folder/log\" 2>&1 < /dev/null & echo $!; cat > /dev/null; kill -QUIT $! 2> /dev/null; wait $!; rm -rf \"$folder\"";

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"retailpulse-benchmark-{Guid.NewGuid():N}")).FullName;
    private readonly int port = OriginServer.FindPort(IPAddress.Loopback);
    private Process? shell;
    private int postmaster;

    private PostgresServer()
    {
    }

    public string[] Settings => ["--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={ConnectionString}"];

    public Cost? Cost => ProcessTree.ReadCost(postmaster);

    private string Files => Path.Combine(folder, "data");

    private string ConnectionString => $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Database=postgres;Username=postgres";

    /// <summary>A new server, which takes connections.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PostgresServer();
        try
        {
            await server.InitializeAsync(cancellationToken);
            await server.LaunchAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public DbConnection Connect() => new NpgsqlConnection($"{ConnectionString};Pooling=false");

    public async ValueTask DisposeAsync()
    {
        if (shell is null)
        {
            Directory.Delete(folder, recursive: true);
            return;
        }

        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await PostgresPrograms.OwnAsync(folder, cancellationToken);
        await PostgresPrograms.RunAsync(
            PostgresPrograms.CommandLine("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D", Files), cancellationToken);
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        var server = PostgresPrograms.CommandLine(
            "postgres", "-D", Files, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=400", "-c", "fsync=on", "-c", "synchronous_commit=on");
        shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", folder, .. server])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
        postmaster = int.Parse((await shell.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
        await ConnectAsync(cancellationToken);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(Every, cancellationToken))
        {
            try
            {
                await using var connection = Connect();
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(started) < Within)
            {
                // It is not ready yet.
            }
            catch (NpgsqlException)
            {
                throw new BenchmarkException($"PostgreSQL did not start:\n{await File.ReadAllTextAsync(Path.Combine(folder, "log"), cancellationToken)}");
            }
        }
    }
}
