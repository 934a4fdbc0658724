using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Images;

/// <summary>The <c>RetailPulse:Gpu</c> settings: the simulated inference time, drawn uniformly between the two values.</summary>
public sealed class GpuOptions : IValidatableObject
{
    public const string Section = "RetailPulse:Gpu";

    /// <summary>Shortest sleep per image, 0 to <see cref="MaxSleep"/>. Default: 0.1 s.</summary>
    public TimeSpan MinSleep { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest sleep per image, at most 1 minute. Default: 0.4 s.</summary>
    public TimeSpan MaxSleep { get; set; } = TimeSpan.FromMilliseconds(400);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinSleep < TimeSpan.Zero || MinSleep > MaxSleep || MaxSleep > TimeSpan.FromMinutes(1))
            yield return new ValidationResult($"{Section}:MinSleep must be 0 or more and at most MaxSleep, and MaxSleep at most 00:01:00.");
    }
}
