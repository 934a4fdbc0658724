using RetailPulse.Webhooks;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>
/// A delivery joined with one of its attempts. One statement reads them, so that the state and the attempts are consistent.
/// </summary>
/// <param name="Attempt">Attempt; <see langword="null"/> if the delivery has none yet.</param>
internal sealed record DeliveryRow(WebhookDelivery Delivery, WebhookAttempt? Attempt)
{
    /// <summary>Maximum number of attempts of a delivery that are kept: 100. A resend removes the oldest.</summary>
    public const string MaxAttempts = "100";

    /// <summary>
    /// Returns the query for the deliveries of a job. Earlier versions kept every attempt, so the latest <see cref="MaxAttempts"/> are selected.
    /// </summary>
    /// <param name="job">SQL parameter of the job's id.</param>
    public static string Query(string job) =>
        $"""
            SELECT d.delivery_id, d.type, d.created_at, d.url, d.state, d.next_attempt_at, a.attempt_no, a.at, a.status, a.reason, a.elapsed_ms, a.answer
            FROM webhook_deliveries AS d LEFT JOIN webhook_attempts AS a ON a.delivery_id = d.delivery_id AND a.attempt_no > d.attempts - {MaxAttempts}
            WHERE d.job_id = {job} ORDER BY d.created_at, d.delivery_id, a.attempt_no
            """;

    public static IReadOnlyList<WebhookDelivery> ToDeliveries(IEnumerable<DeliveryRow> rows) =>
        [
            .. rows.GroupBy(row => row.Delivery.Id)
                .Select(ofOne => ofOne.First().Delivery with { Attempts = [.. ofOne.Select(row => row.Attempt).OfType<WebhookAttempt>()] }),
        ];
}
