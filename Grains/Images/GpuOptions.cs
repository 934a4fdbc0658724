namespace RetailPulse.Grains.Images;

/// <summary><c>RetailPulse:Gpu</c>: the sleep that stands in for inference, drawn evenly between the two.</summary>
public sealed class GpuOptions
{
    public const string Section = "RetailPulse:Gpu";

    /// <summary>0 to <see cref="MaxSleep"/>. Default 0.1 s.</summary>
    public TimeSpan MinSleep { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Up to 1 minute. Default 0.4 s.</summary>
    public TimeSpan MaxSleep { get; set; } = TimeSpan.FromMilliseconds(400);
}
