using System.Diagnostics.Metrics;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports attempts at webhooks.</summary>
internal sealed class WebhookTelemetry(IMeterFactory meters) : IZeroedCounters
{
    private readonly Counter<long> attempts = PulseMeter
        .Create(meters)
        .CreateCounter<long>("retailpulse.webhook.attempts", "{attempt}", "Attempts at webhook deliveries.");

    public void Zero()
    {
        foreach (var state in Enum.GetValues<WebhookState>())
            attempts.Add(0, ResultTag(state));
    }

    /// <summary>Reports the end of an attempt.</summary>
    /// <param name="state">State of the delivery after it.</param>
    public void AttemptEnded(WebhookState state) => attempts.Add(1, ResultTag(state));

    private static KeyValuePair<string, object?> ResultTag(WebhookState state) =>
        new(
            "result",
            state switch
            {
                WebhookState.Delivered => "delivered",
                WebhookState.Pending => "retry",
                _ => "given_up",
            }
        );
}
