using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Telemetry;

/// <summary>The <c>RetailPulse:Telemetry</c> settings.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "RetailPulse:Telemetry";

    /// <summary>
    /// Number of visits of a job of which one is traced, with all of its images, 1 to 1,000,000. Default: 100. Every failed image is traced.
    /// </summary>
    [Range(1, 1_000_000)]
    public int TraceEvery { get; set; } = 100;
}
