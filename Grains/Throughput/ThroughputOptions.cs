using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Throughput;

/// <summary>The <c>RetailPulse:Throughput</c> settings.</summary>
public sealed class ThroughputOptions
{
    public const string Section = "RetailPulse:Throughput";

    /// <summary>Time that the number of results of each minute is kept, 1 to 366 days. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
