using RetailPulse.Grains.Webhooks;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Ledger;

/// <summary>Deliveries of webhooks. <see cref="ILedger.RecordEndAsync"/> makes them. A write that returned is on disk.</summary>
internal interface IWebhookLedger
{
    /// <summary>Where and when the next delivery is due, of hosts that are not among <paramref name="busy"/>; <see langword="null"/> when none is pending.</summary>
    /// <remarks>Takes the same time however many deliveries wait for a busy host.</remarks>
    Task<NextDelivery?> FindNextDueAsync(IReadOnlyCollection<string> busy, CancellationToken cancellationToken);

    /// <summary>
    /// Takes at most <paramref name="limit"/> deliveries to a host that are due, each for one attempt. They are due again at <paramref name="until"/>,
    /// unless the attempt is recorded before: so one that dies with its silo is taken by another.
    /// </summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(string host, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Records an attempt once. The verdict counts unless the delivery was claimed or sent anew meanwhile.</summary>
    Task RecordAttemptAsync(ClaimedDelivery delivery, WebhookAttempt attempt, WebhookVerdict verdict, CancellationToken cancellationToken);

    /// <summary>Makes a delivery due at <paramref name="at"/> and begins its schedule anew; <see langword="false"/> when the job has none of that id.</summary>
    Task<bool> ResendAsync(long jobId, string deliveryId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The deliveries of a job with their attempts, oldest first.</summary>
    Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long jobId, CancellationToken cancellationToken);
}

/// <summary>The delivery whose turn is next.</summary>
/// <param name="Host">Of its URL, in lower case and without port.</param>
internal sealed record NextDelivery(string Host, DateTimeOffset At);

/// <summary>A delivery that this silo is to attempt.</summary>
/// <param name="Host">Of its URL, in lower case and without port.</param>
/// <param name="Tenant">Whose job it is: its secret signs.</param>
/// <param name="Attempt">The number of the attempt, from 1. One that a crash cut short has one too.</param>
/// <param name="Tries">The step of its schedule: attempts that came to an end since it was made or sent anew, and this one.</param>
internal sealed record ClaimedDelivery(string Id, string Url, string Host, string Body, string Tenant, int Attempt, int Tries)
{
    /// <summary>Attempts in flight to one host from one silo: so many that it keeps up with its jobs, few enough to leave room for others.</summary>
    public const int MostPerHost = 8;
}
