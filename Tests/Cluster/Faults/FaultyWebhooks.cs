using RetailPulse.Grains.Ledger;
using RetailPulse.Webhooks;
using static RetailPulse.Tests.Cluster.Faults.FaultScopes;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A webhook ledger whose calls fail as planned, selected by the receiver's host.</summary>
internal sealed class FaultyWebhooks(IWebhookLedger webhooks, FaultScopes scopes) : IWebhookLedger
{
    /// <summary>Subject of the only call that concerns all hosts.</summary>
    public const string Sender = "sender";

    /// <summary>Maximum duration of a claim. A lost claim costs as long; with the product's own claims, 20 s.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(3);

    public Task<IReadOnlyList<NextDelivery>> FindNextDueAsync(IReadOnlyCollection<Receiver> busy, CancellationToken cancellationToken) =>
        scopes.RunAsync(Sender, "FindNextDue", () => webhooks.FindNextDueAsync(busy, cancellationToken));

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimDueAsync(
        Receiver receiver,
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) =>
        scopes.RunAsync(
            Host(receiver.Host),
            "ClaimDue",
            () => webhooks.ClaimDueAsync(receiver, now, until < now + Claim ? until : now + Claim, limit, cancellationToken)
        );

    public Task RecordAttemptAsync(
        ClaimedDelivery delivery,
        WebhookAttempt attempt,
        WebhookVerdict verdict,
        CancellationToken cancellationToken
    ) =>
        scopes.RunAsync(
            Host(delivery.Host),
            "RecordAttempt",
            () => webhooks.RecordAttemptAsync(delivery, attempt, verdict, cancellationToken)
        );

    public Task<bool> ResendAsync(long jobId, string deliveryId, DateTimeOffset at, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "Resend", () => webhooks.ResendAsync(jobId, deliveryId, at, cancellationToken));

    public Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long jobId, CancellationToken cancellationToken) =>
        webhooks.ReadDeliveriesAsync(jobId, cancellationToken);
}
