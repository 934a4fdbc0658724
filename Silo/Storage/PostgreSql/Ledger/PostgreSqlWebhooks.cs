using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Webhooks;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Stores webhook deliveries in PostgreSQL tables.</summary>
internal sealed class PostgreSqlWebhooks(PostgreSqlDatabase database) : IWebhookLedger
{
    /// <summary>Records a job's end. Returns whether the job has a callback URL and this end had no delivery yet.</summary>
    public static async Task<bool> RecordEndAsync(
        PostgreSqlDatabase database,
        long jobId,
        JobEnd end,
        WebhookMessage message,
        CancellationToken cancellationToken
    ) =>
        await database
            .ExecuteAsync(
                $"""
                WITH ended AS (UPDATE jobs SET status = $2, ended_at = $3, hashes_due = true WHERE job_id = $1 AND ended_at IS NULL AND run <= $7 RETURNING job_id, callback_url, tenant, run),
                told AS ({TellEnd("$2", "$3", "$8", "$9")})
                {InsertDelivery("$4", "$5", "$3", "$6")}
                """,
                cancellationToken,
                jobId,
                end.Status.Code(),
                end.At.UtcDateTime,
                message.Id,
                message.Type,
                message.Body,
                end.Run,
                end.Measured,
                end.Failed
            )
            .ConfigureAwait(false) > 0;

    /// <summary>Returns the statement that adds the event of each job in the CTE <c>ended</c>. The arguments are SQL parameters.</summary>
    public static string TellEnd(string status, string at, string measured, string failed) =>
        $"INSERT INTO job_events(job_id, kind, run, at, status, measured, failed) SELECT job_id, 'ended', run, {at}, {status}, {measured}, {failed} FROM ended";

    /// <summary>Returns the statement that adds the delivery of each job in the CTE <c>ended</c> that has a callback URL.</summary>
    public static string InsertDelivery(string id, string type, string at, string body) =>
        $"""
            INSERT INTO webhook_deliveries(delivery_id, job_id, tenant, type, created_at, url, host, body, next_attempt_at)
            SELECT {id}, job_id, tenant, {type}, {at}, callback_url, lower(substring(callback_url FROM '//(\[[^]]*\]|[^/\\?#:]*)')), {body}, {at} FROM ended WHERE callback_url IS NOT NULL
            ON CONFLICT DO NOTHING
            """;

    public async Task<IReadOnlyList<NextDelivery>> FindNextDueAsync(
        IReadOnlyCollection<Receiver> busy,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                // Usually found among a tenant's 100 earliest. If all of those are for busy receivers, the earliest delivery of each host
                // is compared, so the cost does not depend on the number of deliveries.
                """
                WITH RECURSIVE tenants(tenant) AS (
                  SELECT (SELECT min(d.tenant) FROM webhook_deliveries AS d WHERE d.state = 'pending')
                  UNION ALL
                  SELECT (SELECT min(d.tenant) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant > tenants.tenant) FROM tenants WHERE tenants.tenant IS NOT NULL)
                SELECT t.tenant, next.host, next.due FROM tenants AS t CROSS JOIN LATERAL (
                  SELECT host, due FROM (
                    (SELECT host, due FROM (
                       SELECT host, next_attempt_at AS due FROM webhook_deliveries WHERE state = 'pending' AND tenant = t.tenant ORDER BY next_attempt_at LIMIT 100) AS soonest
                     WHERE NOT EXISTS (SELECT 1 FROM unnest($1::text[], $2::text[]) AS busy(tenant, host) WHERE busy.tenant = t.tenant AND busy.host = soonest.host)
                     ORDER BY due LIMIT 1)
                    UNION ALL
                    (WITH RECURSIVE hosts(host) AS (
                       SELECT (SELECT min(d.host) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant = t.tenant)
                       UNION ALL
                       SELECT (SELECT min(d.host) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant = t.tenant AND d.host > hosts.host) FROM hosts WHERE hosts.host IS NOT NULL)
                     SELECT host, (SELECT min(d.next_attempt_at) FROM webhook_deliveries AS d WHERE d.state = 'pending' AND d.tenant = t.tenant AND d.host = hosts.host) AS due
                     FROM hosts
                     WHERE host IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unnest($1::text[], $2::text[]) AS busy(tenant, host) WHERE busy.tenant = t.tenant AND busy.host = hosts.host)
                     ORDER BY due LIMIT 1)) AS either
                  LIMIT 1) AS next
                WHERE t.tenant IS NOT NULL
                """,
                row => new NextDelivery(new Receiver(row.GetString(0), row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2)),
                cancellationToken,
                busy.Select(receiver => receiver.Tenant).ToArray(),
                busy.Select(receiver => receiver.Host).ToArray()
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(
        Receiver receiver,
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                """
                UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = $3 WHERE delivery_id IN (
                  SELECT delivery_id FROM webhook_deliveries
                  WHERE state = 'pending' AND tenant = $5 AND host = $1 AND next_attempt_at <= $2 ORDER BY next_attempt_at LIMIT $4 FOR UPDATE SKIP LOCKED)
                RETURNING delivery_id, url, host, body, tenant, attempts,
                  1 + (SELECT count(*)::integer FROM webhook_attempts AS a WHERE a.delivery_id = webhook_deliveries.delivery_id AND a.attempt_no > schedule_from),
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
                cancellationToken,
                receiver.Host,
                now.UtcDateTime,
                until.UtcDateTime,
                limit,
                receiver.Tenant
            )
            .ConfigureAwait(false);

    public Task RecordAttemptAsync(
        ClaimedDelivery delivery,
        WebhookAttempt attempt,
        WebhookVerdict verdict,
        CancellationToken cancellationToken
    ) =>
        database.ExecuteAsync(
            $"""
            WITH forgotten AS (
              DELETE FROM webhook_attempts WHERE delivery_id = $1 AND attempt_no <= $2 - {DeliveryRow.MaxAttempts}),
            attempt AS (
              INSERT INTO webhook_attempts(delivery_id, attempt_no, job_id, at, status, reason, elapsed_ms, answer)
              SELECT delivery_id, $2, job_id, $3, $4, $5, $6, $7 FROM webhook_deliveries WHERE delivery_id = $1
              ON CONFLICT DO NOTHING RETURNING 1)
            UPDATE webhook_deliveries SET state = $8, next_attempt_at = $9
            WHERE delivery_id = $1 AND state = 'pending' AND attempts = $2 AND schedule_from < $2 AND EXISTS (SELECT 1 FROM attempt)
            """,
            cancellationToken,
            delivery.Id,
            attempt.Number,
            attempt.At.UtcDateTime,
            (object?)attempt.Status ?? DBNull.Value,
            (object?)attempt.Reason.Code() ?? DBNull.Value,
            (long)attempt.Elapsed.TotalMilliseconds,
            attempt.Answer,
            verdict.State.Code(),
            (object?)verdict.NextAttemptAt?.UtcDateTime ?? DBNull.Value
        );

    public async Task<bool> ResendAsync(long jobId, string deliveryId, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database
            .ExecuteAsync(
                "UPDATE webhook_deliveries SET state = 'pending', next_attempt_at = $3, schedule_from = attempts WHERE delivery_id = $2 AND job_id = $1",
                cancellationToken,
                jobId,
                deliveryId,
                at.UtcDateTime
            )
            .ConfigureAwait(false) > 0;

    public async Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long jobId, CancellationToken cancellationToken) =>
        DeliveryRow.ToDeliveries(
            await database
                .QueryAsync(
                    DeliveryRow.Query("$1"),
                    row => new DeliveryRow(ReadDelivery(row), row.IsDBNull(6) ? null : ReadAttempt(row)),
                    cancellationToken,
                    jobId
                )
                .ConfigureAwait(false)
        );

    private static WebhookAttempt ReadAttempt(NpgsqlDataReader row) =>
        new(
            row.GetInt32(6),
            row.GetFieldValue<DateTimeOffset>(7),
            row.IsDBNull(8) ? null : row.GetInt32(8),
            row.IsDBNull(9) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(9)),
            TimeSpan.FromMilliseconds(row.GetInt64(10)),
            row.GetString(11)
        );

    private static WebhookDelivery ReadDelivery(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetFieldValue<DateTimeOffset>(2),
            row.GetString(3),
            StoredCodes.ParseWebhookState(row.GetString(4)),
            row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
            []
        );
}
