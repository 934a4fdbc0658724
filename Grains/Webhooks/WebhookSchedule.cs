using System.Net;
using RetailPulse.Grains.Ledger;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Decides whether and when a delivery is retried.</summary>
/// <remarks>The waits are the example of Standard Webhooks 1.0 (specification, "Deliverability and reliability").</remarks>
internal sealed class WebhookSchedule(WebhooksOptions options, RandomSource random)
{
    /// <summary>Longest delay that a receiver may request.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>
    /// Fraction by which a wait is shortened or lengthened at random, so that deliveries that failed together are not retried together.
    /// </summary>
    private const double Jitter = 0.1;

    private static readonly TimeSpan[] Standard =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    private readonly IReadOnlyList<TimeSpan> waits = options.Waits is { Count: > 0 } set ? set : Standard;

    /// <param name="tries">Number of completed attempts since the delivery was created or resent, including this one.</param>
    /// <param name="retryAfter">Delay that the receiver requested.</param>
    public WebhookVerdict Judge(WebhookAttempt attempt, int tries, TimeSpan? retryAfter, DateTimeOffset now)
    {
        if (attempt.Delivered)
            return new WebhookVerdict(WebhookState.Delivered);
        if (attempt.Status == (int)HttpStatusCode.Gone || tries > waits.Count)
            return new WebhookVerdict(WebhookState.Failed);
        var wait = random.Between(waits[tries - 1] * (1 - Jitter), waits[tries - 1] * (1 + Jitter));
        return new WebhookVerdict(WebhookState.Pending, now + (retryAfter > wait ? retryAfter.Value : wait));
    }
}
