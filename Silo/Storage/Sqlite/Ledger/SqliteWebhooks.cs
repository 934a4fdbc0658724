using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Webhooks;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Stores webhook deliveries in SQLite tables.</summary>
internal sealed class SqliteWebhooks(SqliteDatabase database) : IWebhookLedger
{
    /// <summary>Inserts a delivery. Returns whether the job has a callback URL and this end had no delivery yet.</summary>
    public static bool Insert(SqliteSession session, long jobId, DateTimeOffset at, WebhookMessage message) =>
        session.Execute(
            """
            INSERT INTO webhook_deliveries(delivery_id, job_id, tenant, type, created_at, url, host, body, next_attempt_at)
            SELECT $id, job_id, tenant, $type, $at, callback_url, host_of(callback_url), $body, $at FROM jobs WHERE job_id = $job AND callback_url IS NOT NULL
            ON CONFLICT DO NOTHING
            """,
            ("$id", message.Id),
            ("$type", message.Type),
            ("$at", SqliteTime.Format(at)),
            ("$body", message.Body),
            ("$job", jobId)
        ) > 0;

    public Task<IReadOnlyList<NextDelivery>> FindNextDueAsync(IReadOnlyCollection<Receiver> busy, CancellationToken cancellationToken)
    {
        var hosts = busy.ToLookup(receiver => receiver.Tenant, receiver => receiver.Host, StringComparer.Ordinal);
        return database.ReadAsync<IReadOnlyList<NextDelivery>>(
            session => [.. ReadTenants(session).SelectMany(tenant => FindNextDue(session, tenant, hosts[tenant]))],
            cancellationToken
        );
    }

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(
        Receiver receiver,
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<IReadOnlyList<ClaimedDelivery>>(
            session =>
                session.Query(
                    """
                    UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = $until WHERE delivery_id IN (
                      SELECT delivery_id FROM webhook_deliveries WHERE state = 'pending' AND tenant = $tenant AND host = $host AND next_attempt_at <= $now ORDER BY next_attempt_at LIMIT $limit)
                    RETURNING delivery_id, url, host, body, tenant, attempts,
                      1 + (SELECT count(*) FROM webhook_attempts AS a WHERE a.delivery_id = webhook_deliveries.delivery_id AND a.attempt_no > schedule_from),
                      (SELECT traceparent FROM jobs AS j WHERE j.job_id = webhook_deliveries.job_id)
                    """,
                    row => new ClaimedDelivery(
                        row.GetString(0),
                        row.GetString(1),
                        row.GetString(2),
                        row.GetString(3),
                        row.GetString(4),
                        row.GetInt32(5),
                        row.GetInt32(6)
                    )
                    {
                        Traceparent = row.IsDBNull(7) ? null : row.GetString(7),
                    },
                    ("$tenant", receiver.Tenant),
                    ("$host", receiver.Host),
                    ("$now", SqliteTime.Format(now)),
                    ("$until", SqliteTime.Format(until)),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task RecordAttemptAsync(
        ClaimedDelivery delivery,
        WebhookAttempt attempt,
        WebhookVerdict verdict,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            session =>
            {
                Forget(session, delivery, attempt);
                return Insert(session, delivery, attempt) && Judge(session, delivery, verdict);
            },
            cancellationToken
        );

    public Task<bool> ResendAsync(long jobId, string deliveryId, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
                session.Execute(
                    "UPDATE webhook_deliveries SET state = 'pending', next_attempt_at = $at, schedule_from = attempts WHERE delivery_id = $id AND job_id = $job",
                    ("$at", SqliteTime.Format(at)),
                    ("$id", deliveryId),
                    ("$job", jobId)
                ) > 0,
            cancellationToken
        );

    public Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WebhookDelivery>>(
            session =>
                DeliveryRow.ToDeliveries(
                    session.Query(
                        DeliveryRow.Query("$job"),
                        row => new DeliveryRow(ReadDelivery(row), row.IsDBNull(6) ? null : ReadAttempt(row)),
                        ("$job", jobId)
                    )
                ),
            cancellationToken
        );

    private static List<string> ReadTenants(SqliteSession session) =>
        session.Query(
            """
            WITH RECURSIVE tenants(tenant) AS (
              SELECT (SELECT min(d.tenant) FROM webhook_deliveries AS d WHERE d.state = 'pending')
              UNION ALL
              SELECT (SELECT min(d.tenant) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant > tenants.tenant) FROM tenants WHERE tenants.tenant IS NOT NULL)
            SELECT tenant FROM tenants WHERE tenant IS NOT NULL
            """,
            row => row.GetString(0)
        );

    /// <summary>
    /// Finds a tenant's first due delivery to a host that is not busy, mostly among the tenant's 100 earliest. If all of those are for busy
    /// hosts, it compares the earliest delivery of each host, so the cost does not depend on the number of deliveries.
    /// </summary>
    private static List<NextDelivery> FindNextDue(SqliteSession session, string tenant, IEnumerable<string> busy) =>
        session.Query(
            """
            WITH RECURSIVE
              soonest AS (SELECT host, next_attempt_at AS due FROM webhook_deliveries WHERE state = 'pending' AND tenant = $tenant ORDER BY next_attempt_at LIMIT 100),
              hosts(host) AS (
                SELECT (SELECT min(d.host) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant = $tenant)
                UNION ALL
                SELECT (SELECT min(d.host) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant = $tenant AND d.host > hosts.host)
                FROM hosts WHERE hosts.host IS NOT NULL),
              heads AS (
                SELECT host, (SELECT min(d.next_attempt_at) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant = $tenant AND d.host = hosts.host) AS due
                FROM hosts WHERE host IS NOT NULL)
            SELECT * FROM (SELECT host, due FROM soonest WHERE host NOT IN (SELECT value FROM json_each($busy)) ORDER BY due LIMIT 1)
            UNION ALL
            SELECT * FROM (SELECT host, due FROM heads WHERE host NOT IN (SELECT value FROM json_each($busy)) ORDER BY due LIMIT 1)
            LIMIT 1
            """,
            row => new NextDelivery(new Receiver(tenant, row.GetString(0)), SqliteTime.Parse(row.GetString(1))),
            ("$tenant", tenant),
            ("$busy", JsonSerializer.Serialize(busy))
        );

    private static bool Insert(SqliteSession session, ClaimedDelivery delivery, WebhookAttempt attempt) =>
        session.Execute(
            """
            INSERT INTO webhook_attempts(delivery_id, attempt_no, job_id, at, status, reason, elapsed_ms, answer)
            SELECT delivery_id, $attempt, job_id, $at, $status, $reason, $elapsed, $answer FROM webhook_deliveries WHERE delivery_id = $id
            ON CONFLICT DO NOTHING
            """,
            ("$id", delivery.Id),
            ("$attempt", attempt.Number),
            ("$at", SqliteTime.Format(attempt.At)),
            ("$status", attempt.Status),
            ("$reason", attempt.Reason.Code()),
            ("$elapsed", (long)attempt.Elapsed.TotalMilliseconds),
            ("$answer", attempt.Answer)
        ) > 0;

    /// <summary>Removes the attempts that are one too many with the next one.</summary>
    private static void Forget(SqliteSession session, ClaimedDelivery delivery, WebhookAttempt next) =>
        session.Execute(
            $"DELETE FROM webhook_attempts WHERE delivery_id = $id AND attempt_no <= $attempt - {DeliveryRow.MaxAttempts}",
            ("$id", delivery.Id),
            ("$attempt", next.Number)
        );

    private static bool Judge(SqliteSession session, ClaimedDelivery delivery, WebhookVerdict verdict) =>
        session.Execute(
            "UPDATE webhook_deliveries SET state = $state, next_attempt_at = $next WHERE delivery_id = $id AND state = 'pending' AND attempts = $attempt AND schedule_from < $attempt",
            ("$id", delivery.Id),
            ("$attempt", delivery.Attempt),
            ("$state", verdict.State.Code()),
            ("$next", verdict.NextAttemptAt is { } next ? SqliteTime.Format(next) : null)
        ) > 0;

    private static WebhookAttempt ReadAttempt(SqliteDataReader row) =>
        new(
            row.GetInt32(6),
            SqliteTime.Parse(row.GetString(7)),
            row.IsDBNull(8) ? null : row.GetInt32(8),
            row.IsDBNull(9) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(9)),
            TimeSpan.FromMilliseconds(row.GetInt64(10)),
            row.GetString(11)
        );

    private static WebhookDelivery ReadDelivery(SqliteDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            SqliteTime.Parse(row.GetString(2)),
            row.GetString(3),
            StoredCodes.ParseWebhookState(row.GetString(4)),
            row.IsDBNull(5) ? null : SqliteTime.Parse(row.GetString(5)),
            []
        );
}
