namespace RetailPulse.Tests.Storage;

/// <summary>Tests the server that other tests rely on.</summary>
public sealed class PostgresServerTests(SharedPostgres shared)
{
    [Fact]
    public async Task What_was_committed_survives_a_restart_and_kill_9()
    {
        await using var server = await PostgresServer.StartAsync();
        Assert.Contains("Database=test1;", await server.CreateDatabaseAsync());
        await server.ExecuteAsync("test1", "CREATE TABLE kept(number int); INSERT INTO kept VALUES (1)");
        await server.RestartAsync();
        await server.ExecuteAsync("test1", "INSERT INTO kept VALUES (2)");
        await server.KillAsync();
        await server.StartAgainAsync();
        await server.StopAsync(immediately: true);
        await server.StartAgainAsync();
        Assert.Equal("3", (await server.ExecuteAsync("test1", "SELECT sum(number) FROM kept")).Trim());
    }

    [Fact]
    public async Task Every_database_is_a_new_one() =>
        Assert.NotEqual(await shared.CreateDatabaseAsync(), await shared.CreateDatabaseAsync());
}
