using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores webhook deliveries, which <see cref="ILedger.RecordEndAsync"/> creates. A write is on disk when it returns.</summary>
internal interface IWebhookLedger
{
    /// <summary>Returns each tenant's first due delivery, except to receivers in <paramref name="busy"/>.</summary>
    /// <remarks>The cost does not depend on the number of a tenant's deliveries, or on how many wait for a busy receiver.</remarks>
    Task<IReadOnlyList<NextDelivery>> FindNextDueAsync(IReadOnlyCollection<Receiver> busy, CancellationToken cancellationToken);

    /// <summary>Claims at most <paramref name="limit"/> due deliveries to a receiver, each for one attempt.</summary>
    /// <remarks>
    /// A claimed delivery becomes due again at <paramref name="until"/> unless its attempt is recorded before, so another silo retries an
    /// attempt that died with its silo.
    /// </remarks>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(
        Receiver receiver,
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Records an attempt once. The verdict applies unless the delivery was claimed or resent in the meantime.</summary>
    Task RecordAttemptAsync(ClaimedDelivery delivery, WebhookAttempt attempt, WebhookVerdict verdict, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a delivery due at <paramref name="at"/> and restarts its schedule. Returns <see langword="false"/> if the job has no delivery
    /// with that id.
    /// </summary>
    Task<bool> ResendAsync(long jobId, string deliveryId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Returns the deliveries of a job with their attempts, oldest first.</summary>
    Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long jobId, CancellationToken cancellationToken);
}

/// <summary>A host that receives a tenant's deliveries. If several tenants use one host, each has its own receiver.</summary>
/// <param name="Host">Host of the URL, in lower case and without port.</param>
internal readonly record struct Receiver(string Tenant, string Host);

/// <summary>A tenant's first due delivery.</summary>
internal readonly record struct NextDelivery(Receiver Receiver, DateTimeOffset At);

/// <summary>A delivery that this silo has claimed for one attempt.</summary>
/// <param name="Host">Host of the URL, in lower case and without port.</param>
/// <param name="Tenant">Tenant that owns the job and whose secret signs the delivery.</param>
/// <param name="Attempt">Number of the attempt, from 1. Attempts that a crash interrupted are counted too.</param>
/// <param name="ScheduleStep">
/// Step in the schedule: number of completed attempts since the delivery was created or resent, plus this one.
/// </param>
internal sealed record ClaimedDelivery(string Id, string Url, string Host, string Body, string Tenant, int Attempt, int ScheduleStep)
{
    /// <summary>W3C <c>traceparent</c> of the request that submitted the job; <see langword="null"/> if it had none.</summary>
    public string? Traceparent { get; init; }

    /// <summary>The receiver of the delivery.</summary>
    public Receiver Receiver => new(Tenant, Host);
}
