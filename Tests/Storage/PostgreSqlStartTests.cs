using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.PostgreSql.Schema;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the requirements on a PostgreSQL database for a start, and the messages for operators if they are not met.</summary>
public sealed class PostgreSqlStartTests(SharedPostgres server) : IAsyncLifetime
{
    private string connectionString = "";

    public async ValueTask InitializeAsync() => connectionString = await server.CreateEmptyDatabaseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Processes_that_race_to_make_the_schema_all_succeed()
    {
        var databases = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () => new PostgreSqlDatabase(connectionString, alone: false),
                        TestContext.Current.CancellationToken,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        foreach (var database in databases)
            await database.DisposeAsync();
        Assert.Equal(PostgreSqlSchema.Version, await ExecuteAsync("SELECT applied FROM retailpulse_schema"));
    }

    [Fact]
    public async Task A_migration_may_take_longer_than_the_command_timeout()
    {
        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var migrating = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var turn = new NpgsqlCommand("SELECT pg_advisory_xact_lock(x'52745053'::bigint)", other))
            await turn.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var starting = Task.Factory.StartNew(
            () => new PostgreSqlDatabase($"{connectionString};Command Timeout=1", alone: false),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await Eventually.TrueAsync(
            async () =>
                await ExecuteAsync(
                    "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
                )
                    is 1L,
            "the start waits for its turn"
        );
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        Assert.False(starting.IsCompleted);
        await migrating.CommitAsync(TestContext.Current.CancellationToken);
        await (await starting).DisposeAsync();
    }

    [Fact]
    public async Task An_existing_database_can_be_opened_repeatedly()
    {
        await StartAsync();
        await ExecuteAsync("INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, now(), 1, 1)");
        await StartAsync();
        Assert.Equal(1L, await ExecuteAsync("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task A_newer_schema_is_left_alone()
    {
        await StartAsync();
        await ExecuteAsync("UPDATE retailpulse_schema SET version = 99");
        await RefusesAsync($"has schema 99, and this program knows up to {PostgreSqlSchema.Version}");
        Assert.Equal(99, await ExecuteAsync("SELECT version FROM retailpulse_schema"));
    }

    [Fact]
    public async Task A_schema_that_a_newer_program_expanded_is_accepted()
    {
        await StartAsync();
        await ExecuteAsync("ALTER TABLE retailpulse_schema DROP COLUMN applied");
        Upgrade($"-- Programs of schema {PostgreSqlSchema.OldestProgram} still work.\nALTER TABLE jobs ADD COLUMN later text");
        Assert.Equal(PostgreSqlSchema.OldestProgram, await ExecuteAsync("SELECT version FROM retailpulse_schema"));
        await StartAsync();
        Assert.Equal(PostgreSqlSchema.Version + 1, await ExecuteAsync("SELECT applied FROM retailpulse_schema"));
    }

    [Fact]
    public async Task A_schema_that_a_newer_program_contracted_is_left_alone()
    {
        await StartAsync();
        Upgrade("ALTER TABLE jobs DROP COLUMN label");
        await RefusesAsync($"has schema {PostgreSqlSchema.Version + 1}, and this program knows up to {PostgreSqlSchema.Version}");
    }

    [Fact]
    public async Task A_database_that_may_lose_what_it_committed_is_refused()
    {
        await ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} SET synchronous_commit = off");
        await RefusesAsync("synchronous_commit is off in the database");
        await ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} SET synchronous_commit = on");
        await StartAsync();
    }

    [Fact]
    public async Task A_database_that_cannot_encode_every_text_is_refused_with_a_remedy()
    {
        var owner = new NpgsqlConnectionStringBuilder(connectionString);
        var name = $"latin{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        connectionString = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Database = name }.ConnectionString;
        var refused = await Assert.ThrowsAsync<StorageException>(StartAsync);
        Assert.Contains($"The database '{name}' has the encoding LATIN1", refused.Message);

        await ExecuteAsync(refused.Message[refused.Message.IndexOf("CREATE DATABASE", StringComparison.Ordinal)..]);
        connectionString = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Database = $"{name}_utf8" }.ConnectionString;
        await StartAsync();
    }

    [Fact]
    public async Task A_user_without_rights_gets_a_list_of_the_missing_ones()
    {
        var (user, owner) = ($"clerk{Guid.NewGuid():N}", connectionString);
        await ExecuteAsync($"CREATE USER {user} PASSWORD 'x'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        connectionString = new NpgsqlConnectionStringBuilder(owner) { Username = user, Password = "x" }.ConnectionString;
        await RefusesAsync($"The user '{user}' lacks rights in the database");

        connectionString = owner;
        await StartAsync();
        await ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}");
        connectionString = new NpgsqlConnectionStringBuilder(owner) { Username = user, Password = "x" }.ConnectionString;
        await RefusesAsync("INSERT, UPDATE, DELETE on");
    }

    [Fact]
    public async Task A_user_who_cannot_identify_the_server_gets_a_remedy()
    {
        var (user, owner) = ($"clerk{Guid.NewGuid():N}", connectionString);
        await StartAsync();
        await ExecuteAsync(
            $"CREATE USER {user} PASSWORD 'x'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC"
        );
        connectionString = new NpgsqlConnectionStringBuilder(owner) { Username = user, Password = "x" }.ConnectionString;
        await RefusesAsync($"GRANT EXECUTE ON FUNCTION pg_control_system() TO \"{user}\"");

        connectionString = owner;
        await ExecuteAsync($"GRANT EXECUTE ON FUNCTION pg_control_system() TO \"{user}\"");
        connectionString = new NpgsqlConnectionStringBuilder(owner) { Username = user, Password = "x" }.ConnectionString;
        await StartAsync();
    }

    [Fact]
    public async Task A_user_that_may_only_use_the_tables_is_enough_once_they_are_there()
    {
        var (user, owner) = ($"clerk{Guid.NewGuid():N}", connectionString);
        await StartAsync();
        await ExecuteAsync(
            $"CREATE USER {user} PASSWORD 'x'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}"
        );
        connectionString = new NpgsqlConnectionStringBuilder(owner) { Username = user, Password = "x" }.ConnectionString;
        await StartAsync();
    }

    [Theory]
    [InlineData("Port", "1", "cannot be reached: ")]
    [InlineData("Host", "nowhere.invalid", "cannot be reached: ")]
    [InlineData("Username", "nobody", "refuses the login of 'nobody'")]
    [InlineData("Database", "nothing", "has no database 'nothing'; create it with")]
    public Task The_cause_of_a_failed_connection_is_named(string key, string value, string message)
    {
        connectionString = new NpgsqlConnectionStringBuilder(connectionString) { [key] = value }.ConnectionString;
        return RefusesAsync(message);
    }

    [Theory]
    [InlineData("", "names no PostgreSQL database")]
    [InlineData("Host=db", "names no PostgreSQL database")]
    [InlineData("Data Source=/tmp/file.db", "cannot be understood")]
    public Task An_invalid_connection_string_is_explained(string wrong, string message)
    {
        connectionString = wrong;
        return RefusesAsync(message);
    }

    [Fact]
    public async Task An_embedded_process_has_its_database_alone()
    {
        await using (new PostgreSqlDatabase(connectionString, alone: true))
        {
            await RefusesAsync("is in use by another RetailPulse process");
            Assert.Throws<StorageException>(() => new PostgreSqlDatabase(connectionString, alone: true));
        }

        await using var first = new PostgreSqlDatabase(connectionString, alone: false);
        await StartAsync();
        Assert.Throws<StorageException>(() => new PostgreSqlDatabase(connectionString, alone: true));
    }

    [Fact]
    public void An_operators_settings_are_kept()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgreSqlConnection.Complete("Host=db;Database=d;Maximum Pool Size=7;Timeout=9"));
        Assert.Equal((7, 9, 15), (settings.MaxPoolSize, settings.Timeout, settings.CommandTimeout));
    }

    private async Task StartAsync() => await new PostgreSqlDatabase(connectionString, alone: false).DisposeAsync();

    /// <summary>Upgrades the database as a later version does, which has one more script.</summary>
    private void Upgrade(string script) =>
        PostgreSqlSchema.Prepare(
            connectionString,
            NullLogger.Instance,
            [.. PostgreSqlSchema.Scripts, new MigrationScript($"{PostgreSqlSchema.Version + 1:D4}-later.sql", script)]
        );

    private async Task RefusesAsync(string because) =>
        Assert.Contains(because, (await Assert.ThrowsAsync<StorageException>(StartAsync)).Message);

    private async Task<object?> ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
