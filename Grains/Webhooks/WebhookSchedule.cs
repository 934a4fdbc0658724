using System.Net;
using RetailPulse.Grains.Images;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>What becomes of a delivery after an attempt.</summary>
/// <param name="NextAttemptAt"><see langword="null"/> unless <see cref="WebhookState.Pending"/>.</param>
internal readonly record struct WebhookVerdict(WebhookState State, DateTimeOffset? NextAttemptAt = null);

/// <summary>Whether and when a delivery is tried again.</summary>
/// <remarks>The waits are those that Standard Webhooks 1.0 gives as an example (specification, "Deliverability and reliability").</remarks>
internal sealed class WebhookSchedule(WebhooksOptions options, RandomSource random)
{
    /// <summary>A receiver may not put a delivery off for longer.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Part of a wait by which it is longer or shorter, so that what failed together does not return together.</summary>
    private const double Jitter = 0.1;

    private static readonly TimeSpan[] Standard =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private readonly IReadOnlyList<TimeSpan> waits = options.Waits is { Count: > 0 } set ? set : Standard;

    /// <param name="tries">Attempts that came to an end since the delivery was made or sent anew, this one included.</param>
    /// <param name="retryAfter">What the receiver asked for.</param>
    public WebhookVerdict Judge(WebhookAttempt attempt, int tries, TimeSpan? retryAfter, DateTimeOffset now)
    {
        if (attempt.Delivered) return new WebhookVerdict(WebhookState.Delivered);
        if (attempt.Status == (int)HttpStatusCode.Gone || tries > waits.Count) return new WebhookVerdict(WebhookState.Failed);
        var wait = random.Between(waits[tries - 1] * (1 - Jitter), waits[tries - 1] * (1 + Jitter));
        return new WebhookVerdict(WebhookState.Pending, now + (retryAfter > wait ? retryAfter.Value : wait));
    }
}
