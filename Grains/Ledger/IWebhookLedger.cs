using RetailPulse.Grains.Webhooks;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Ledger;

/// <summary>Deliveries of webhooks. <see cref="ILedger.RecordEndAsync"/> makes them. A write that returned is on disk.</summary>
internal interface IWebhookLedger
{
    /// <summary>Returns the delivery of each tenant that is due first, of receivers that are not among <paramref name="busy"/>.</summary>
    /// <remarks>Takes the same time however many deliveries a tenant has, and however many wait for a busy receiver.</remarks>
    Task<IReadOnlyList<NextDelivery>> FindNextDueAsync(IReadOnlyCollection<Receiver> busy, CancellationToken cancellationToken);

    /// <summary>
    /// Takes at most <paramref name="limit"/> deliveries to a receiver that are due, each for one attempt. They are due again at <paramref name="until"/>,
    /// unless the attempt is recorded before: so one that dies with its silo is taken by another.
    /// </summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(Receiver receiver, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Records an attempt once. The verdict counts unless the delivery was claimed or sent anew meanwhile.</summary>
    Task RecordAttemptAsync(ClaimedDelivery delivery, WebhookAttempt attempt, WebhookVerdict verdict, CancellationToken cancellationToken);

    /// <summary>Makes a delivery due at <paramref name="at"/> and begins its schedule anew; <see langword="false"/> when the job has none of that id.</summary>
    Task<bool> ResendAsync(long jobId, string deliveryId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The deliveries of a job with their attempts, oldest first.</summary>
    Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long jobId, CancellationToken cancellationToken);
}

/// <summary>A host to which a tenant's deliveries go. Each tenant has its own share of a host that several of them use.</summary>
/// <param name="Host">Host of the URL, in lower case and without port.</param>
internal readonly record struct Receiver(string Tenant, string Host);

/// <summary>The delivery that a tenant is owed first.</summary>
internal readonly record struct NextDelivery(Receiver Receiver, DateTimeOffset At);

/// <summary>A delivery that this silo is to attempt.</summary>
/// <param name="Host">Of its URL, in lower case and without port.</param>
/// <param name="Tenant">Whose job it is: its secret signs.</param>
/// <param name="Attempt">The number of the attempt, from 1. One that a crash cut short has one too.</param>
/// <param name="Tries">The step of its schedule: attempts that came to an end since it was made or sent anew, and this one.</param>
internal sealed record ClaimedDelivery(string Id, string Url, string Host, string Body, string Tenant, int Attempt, int Tries)
{
    /// <summary>Where it goes.</summary>
    public Receiver Receiver => new(Tenant, Host);
}
