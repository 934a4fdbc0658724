namespace RetailPulse.Grains.Webhooks;

/// <summary><c>RetailPulse:Webhooks</c>: how the ends of jobs are told.</summary>
public sealed class WebhooksOptions
{
    public const string Section = "RetailPulse:Webhooks";

    /// <summary>For a receiver to answer, connection included, 100 ms to 1 minute. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The wait before each attempt after the first, each 1 ms to 7 days; their number is that of the further attempts. Default empty: 5 s, 5 min,
    /// 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
    /// </summary>
    public IReadOnlyList<TimeSpan> Waits { get; set; } = [];
}
