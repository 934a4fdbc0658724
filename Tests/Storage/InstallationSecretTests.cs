using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

/// <summary>
/// Tests that all processes of an installation share one secret, that no start changes it, and that every installation has another.
/// </summary>
public sealed class InstallationSecretTests(SharedPostgres server)
{
    [Fact]
    public async Task Processes_that_start_at_once_on_SQLite_share_one_secret()
    {
        using var folder = new SqliteFolder();
        var databases = await StartAsync(() => new SqliteDatabase(folder.ConnectionString, alone: false));
        foreach (var database in databases)
            database.Dispose();
        using var next = new SqliteDatabase(folder.ConnectionString, alone: false);
        AssertOne([.. databases.Select(database => database.Secret), next.Secret]);
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_PostgreSQL_share_one_secret()
    {
        var connectionString = await server.CreateEmptyDatabaseAsync();
        var databases = await StartAsync(() => new PostgreSqlDatabase(connectionString, alone: false));
        foreach (var database in databases)
            await database.DisposeAsync();
        await using var next = new PostgreSqlDatabase(connectionString, alone: false);
        AssertOne([.. databases.Select(database => database.Secret), next.Secret]);
    }

    [Fact]
    public async Task Each_installation_has_a_secret_of_its_own()
    {
        using var folder = new SqliteFolder();
        using var other = new SqliteFolder();
        using var sqlite = new SqliteDatabase(folder.ConnectionString, alone: true);
        using var second = new SqliteDatabase(other.ConnectionString, alone: true);
        await using var third = new PostgreSqlDatabase(await server.CreateEmptyDatabaseAsync(), alone: false);
        await using var fourth = new PostgreSqlDatabase(await server.CreateEmptyDatabaseAsync(), alone: false);
        InstallationSecret[] secrets = [sqlite.Secret, second.Secret, third.Secret, fourth.Secret];
        Assert.Equal(4, secrets.Select(Hex).Distinct().Count());
    }

    private static Task<T[]> StartAsync<T>(Func<T> start) =>
        Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Factory.StartNew(
                        start,
                        TestContext.Current.CancellationToken,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );

    private static void AssertOne(IReadOnlyList<InstallationSecret> secrets)
    {
        Assert.Equal(9, secrets.Count);
        Assert.Equal(InstallationSecret.Length, secrets[0].Bytes.Length);
        Assert.Single(secrets.Select(Hex).Distinct());
    }

    private static string Hex(InstallationSecret secret) => Convert.ToHexString(secret.Bytes.Span);
}
