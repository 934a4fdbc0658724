using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

/// <summary>Webhook deliveries that wait while the service is upgraded from a schema in which they had no tenant.</summary>
public sealed class WebhookUpgradeTests(SharedPostgres server)
{
    private const int LastWithoutTenants = 14;

    private const string Rows = """
        INSERT INTO jobs(job_id, submitted_at, visits, images, status, ended_at, tenant) VALUES
          (1, '2026-05-04T12:00:00.000Z', 1, 1, 'completed', '2026-05-04T12:00:00.000Z', 'default'),
          (2, '2026-05-04T12:00:00.000Z', 1, 1, 'failed', '2026-05-04T12:00:00.000Z', 'acme');
        INSERT INTO webhook_deliveries(delivery_id, job_id, type, created_at, url, host, body, state, attempts, next_attempt_at) VALUES
          ('msg_1', 1, 'job.completed', '2026-05-04T12:00:00.000Z', 'https://a.example/', 'a.example', '{}', 'pending', 0, '2026-05-04T12:00:00.000Z'),
          ('msg_2', 2, 'job.failed', '2026-05-04T12:00:00.000Z', 'https://b.example/', 'b.example', '{"job":2}', 'pending', 3, '2026-05-04T12:05:00.000Z'),
          ('msg_3', 3, 'job.failed', '2026-05-04T12:00:00.000Z', 'https://b.example/', 'b.example', '{}', 'delivered', 1, NULL);
        """;

    private const string Kept =
        "SELECT delivery_id || ' ' || tenant || ' ' || state || ' ' || attempts || ' ' || body FROM webhook_deliveries ORDER BY delivery_id";

    private static readonly string[] Expected =
    [
        "msg_1 default pending 0 {}",
        "msg_2 acme pending 3 {\"job\":2}",
        "msg_3 default delivered 1 {}",
    ];

    [Fact]
    public void SQLite_deliveries_get_the_tenant_of_their_job()
    {
        using var folder = new SqliteFolder();
        OlderSchema.Create(folder, LastWithoutTenants);
        folder.Execute(Rows);
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
        Assert.Equal(
            string.Join('|', Expected),
            folder.Execute(
                $"SELECT group_concat(kept, '|') FROM ({Kept.Replace("FROM webhook", "AS kept FROM webhook", StringComparison.Ordinal)})"
            )
        );
    }

    [Fact]
    public async Task PostgreSQL_deliveries_get_the_tenant_of_their_job()
    {
        await using var database = new PostgreSqlDatabase(await OlderSchema.CreateAsync(server, LastWithoutTenants, Rows), alone: false);
        Assert.Equal(Expected, await database.QueryAsync(Kept, row => row.GetString(0), CancellationToken.None));
    }
}
