using System.ComponentModel.DataAnnotations;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Webhooks;

/// <summary>The <c>RetailPulse:Webhooks</c> settings: how the ends of jobs are reported.</summary>
public sealed class WebhooksOptions : INetworkOptions
{
    public const string Section = "RetailPulse:Webhooks";

    /// <summary>Maximum time for a receiver to respond, connection included, 100 ms to 1 minute. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Wait before each attempt after the first, each 1 ms to 7 days. The length of the list is the number of further attempts. Default: 5
    /// s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
    /// </summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.001",
        "7.00:00:00",
        ErrorMessage = "{0} is a list of times from {1} to {2}; write {0}:0=00:00:05, and so on."
    )]
    public IReadOnlyList<TimeSpan> Waits { get; set; } = [];

    /// <summary>
    /// Networks that webhooks may be sent to although they are not globally routable or belong to this machine. Each is a <c>CIDR</c> or
    /// <c>CIDR:port</c>. Default: none.
    /// </summary>
    /// <remarks>Only the status of their responses is kept.</remarks>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>
    /// Networks that webhooks may never be sent to, in the same notation. Takes precedence over allowed networks. Default: none.
    /// </summary>
    public IReadOnlyList<string> RefusedNetworks { get; set; } = [];
}
