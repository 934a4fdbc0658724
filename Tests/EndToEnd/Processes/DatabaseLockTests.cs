using System.Diagnostics;
using Npgsql;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests embedded front ends that come to share a PostgreSQL database: one of them stops.</summary>
public sealed class DatabaseLockTests(SharedPostgres server)
{
    private const string Key = "1383354476";

    [Fact]
    public async Task A_process_whose_database_another_locked_stops_and_says_why()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var process = await StartAsync(connectionString);
        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync();

        // It waits in the server's own queue, so that it is first when the lock is released.
        var taking = ExecuteAsync(other, $"SELECT pg_advisory_lock({Key})");
        await Eventually.TrueAsync(async () => await CountAsync(connectionString, "NOT granted") == 1, "the other process waits");
        await EndHolderAsync(connectionString);
        await taking;

        var took = Stopwatch.StartNew();
        await process.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"The process had ended {took.Elapsed} after the lock was taken.");
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("another RetailPulse process has taken the database since. This process stops", process.Output);
        Assert.DoesNotContain("   at ", process.Output);
    }

    [Fact]
    public async Task A_process_that_lost_its_lock_acquires_it_again()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var process = await StartAsync(connectionString);
        await EndHolderAsync(connectionString);
        await Eventually.TrueAsync(
            () => process.Output.Contains("again; no other process has taken it in the meantime", StringComparison.Ordinal),
            "the lock is held again"
        );
        Assert.Equal(1, await CountAsync(connectionString, "granted"));
        var (exitCode, output) = await ProductProcess.RunAsync("WebFrontend", ["--urls=http://127.0.0.1:0", .. Settings(connectionString)]);
        Assert.Equal(1, exitCode);
        Assert.Contains("is in use by another RetailPulse process", output);
        Assert.Equal("Healthy", await process.Http.GetStringAsync("/health"));
    }

    private static Task<ProductProcess> StartAsync(string connectionString) =>
        ProductProcess.StartFrontEndAsync(Settings(connectionString));

    private static string[] Settings(string connectionString) =>
        [
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={connectionString}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ];

    private static string Locks(string state) =>
        $"FROM pg_locks WHERE locktype = 'advisory' AND objid = {Key} AND {state} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static async Task EndHolderAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"SELECT pg_terminate_backend(pid) {Locks("granted")}");
    }

    private static async Task<long> CountAsync(string connectionString, string state)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return (long)(await ExecuteAsync(connection, $"SELECT count(*) {Locks(state)}"))!;
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string query)
    {
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync();
    }
}
