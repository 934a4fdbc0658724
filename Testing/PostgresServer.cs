using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace RetailPulse.Testing;

/// <summary>
/// A dedicated PostgreSQL server, from Debian's programs, with its own folder and a free port. It is removed when disposed or when this
/// process dies.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly OrphanCleanup cleanup = new();
    private readonly PostgresSettings settings;
    private readonly string parent;
    private readonly int port = FreePorts.Next();
    private Process? postmaster;
    private int databases;

    private PostgresServer(PostgresSettings settings, string parent) => (this.settings, this.parent) = (settings, parent);

    private string Files => Path.Combine(parent, "data");

    /// <summary>Id of the server's process.</summary>
    public int Id => postmaster!.Id;

    /// <summary>Address of the server for PostgreSQL's own programs.</summary>
    public string Uri => $"postgresql://postgres@{settings.Address}:{port}/postgres";

    public string Log => Path.Combine(parent, "postgresql.log");

    public static async Task<PostgresServer> StartAsync(PostgresSettings? settings = null)
    {
        settings ??= new PostgresSettings();
        var parent = Directory.CreateDirectory(Path.Combine(settings.Parent, $"retailpulse-postgres-{Guid.NewGuid():N}")).FullName;
        var server = new PostgresServer(settings, parent);
        try
        {
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a database and returns its connection string.</summary>
    /// <param name="template">Name of a database without connections to copy; <see langword="null"/> for an empty database.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null, string options = "")
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(
            "postgres",
            template is null ? $"CREATE DATABASE {name} {options}" : $"CREATE DATABASE {name} TEMPLATE {template}"
        );
        return ConnectionString(name);
    }

    /// <summary>Runs statements as the superuser and returns the first value of every row, one per line.</summary>
    public async Task<string> ExecuteAsync(string database, string statements)
    {
        // Without a pool: a connection that outlives a restart of the server would fail later.
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false;Timeout=60;Command Timeout=60");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statements, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new StringBuilder();
        do
        {
            while (await reader.ReadAsync())
                values.Append(reader.GetValue(0)).Append('\n');
        } while (await reader.NextResultAsync());
        return values.ToString();
    }

    /// <summary>
    /// Starts the server, also after <see cref="StopAsync"/> and <see cref="KillAsync"/>, and returns when it accepts connections.
    /// </summary>
    public async Task StartAgainAsync()
    {
        var waited = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (waited.Elapsed > MaxWait)
                throw new TimeoutException($"PostgreSQL did not start:\n{await File.ReadAllTextAsync(Log)}");

            // A server that was just killed may leave children that hold its shared memory a moment longer.
            if (postmaster is null || postmaster.HasExited)
                Launch();
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>
    /// Closes all connections, and writes everything out unless <paramref name="immediately"/> is set, in which case the next start
    /// recovers.
    /// </summary>
    public async Task StopAsync(bool immediately = false)
    {
        if (postmaster is not { HasExited: false })
            return;
        await Command.TryAsync("kill", immediately ? "-QUIT" : "-INT", $"{postmaster.Id}");
        await postmaster.WaitForExitAsync().WaitAsync(MaxWait);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Kills the server and all its children with kill -9.</summary>
    public async Task KillAsync()
    {
        if (postmaster is not { HasExited: false })
            return;
        postmaster.Kill(entireProcessTree: true);
        await postmaster.WaitForExitAsync().WaitAsync(MaxWait);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        postmaster?.Dispose();
        cleanup.Dispose();
    }

    /// <summary>Returns the connection string of a database, such as one that a restored server has.</summary>
    public string ConnectionString(string database) => $"Host={settings.Address};Port={port};Database={database};Username=postgres";

    private async Task InitializeAsync()
    {
        // By then, the process id may belong to another process.
        cleanup.AtTheEnd(
            $"read pid 2>/dev/null < '{Files}/postmaster.pid' && grep -qs '{parent}' /proc/$pid/cmdline && kill -QUIT $pid && sleep 1; rm -rf '{parent}'"
        );
        await PostgresPrograms.OwnAsync(parent);
        if (settings.Backup is { } backup)
        {
            await Command.RunAsync("setpriv", PostgresPrograms.AsOwner("pg_verifybackup", backup));
            await Command.RunAsync("cp", "-a", backup, Files);
            return;
        }

        await Command.RunAsync(
            "setpriv",
            PostgresPrograms.AsOwner(
                "initdb",
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "-D",
                Files
            )
        );
        await File.AppendAllTextAsync(Path.Combine(Files, "pg_hba.conf"), "host all all 0.0.0.0/0 trust\n");
    }

    private void Launch()
    {
        postmaster?.Dispose();
        string[] arguments =
        [
            "-D",
            Files,
            "-p",
            port.ToString(CultureInfo.InvariantCulture),
            "-c",
            $"listen_addresses={settings.Address}",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=400",
            "-c",
            $"fsync={(settings.Fsync ? "on" : "off")}",
            .. settings.Options,
        ];

        // Each of these programs replaces itself with the next, so the process started here is the server itself.
        string[] command =
        [
            "-c",
            $"exec \"$@\" >> '{Log}' 2>&1",
            "sh",
            .. settings.Launcher,
            "setpriv",
            .. PostgresPrograms.AsOwner("postgres", arguments),
        ];
        postmaster = Process.Start(new ProcessStartInfo("sh", command) { WorkingDirectory = "/" })!;
    }

    private async Task<bool> IsReadyAsync() =>
        postmaster is { HasExited: false }
        && (await Command.TryAsync(PostgresPrograms.Path("pg_isready"), "-q", "-h", settings.Address, "-p", $"{port}")).ExitCode == 0;
}

/// <summary>The settings of a <see cref="PostgresServer"/>.</summary>
/// <param name="Address">IPv4 address that the server listens on and that connection strings contain.</param>
/// <param name="Fsync">
/// Whether to sync to disk. Off is faster and loses data only when the machine fails, not when processes are killed.
/// </param>
internal sealed record PostgresSettings(string Address = "127.0.0.1", bool Fsync = false)
{
    /// <summary>Parent of the server's folder. All users must be able to traverse it.</summary>
    public string Parent { get; init; } = Path.GetTempPath();

    /// <summary>Additional arguments of the server.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Folder of a base backup to start from; <see langword="null"/> for a new server without data.</summary>
    public string? Backup { get; init; }

    /// <summary>A program with arguments that runs the server, such as <c>nsenter --net=…</c>.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];
}
