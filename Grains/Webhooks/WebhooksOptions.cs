using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Grains.Webhooks;

/// <summary><c>RetailPulse:Webhooks</c>: how the ends of jobs are told.</summary>
public sealed class WebhooksOptions : INetworkOptions
{
    public const string Section = "RetailPulse:Webhooks";

    /// <summary>For a receiver to answer, connection included, 100 ms to 1 minute. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The wait before each attempt after the first, each 1 ms to 7 days; their number is that of the further attempts. Default empty: 5 s, 5 min,
    /// 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
    /// </summary>
    public IReadOnlyList<TimeSpan> Waits { get; set; } = [];

    /// <summary>
    /// Networks that webhooks may be sent to although they are not globally routable or are this machine's own, each <c>CIDR</c> or <c>CIDR:port</c>. Of
    /// their responses only the status is kept. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Networks that webhooks may not be sent to, written alike, even those that are allowed. Default: none.</summary>
    public IReadOnlyList<string> RefusedNetworks { get; set; } = [];
}
