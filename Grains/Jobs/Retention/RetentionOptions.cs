using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>The <c>RetailPulse:Retention</c> setting.</summary>
public sealed class RetentionOptions : IValidatableObject
{
    public const string Section = "RetailPulse";

    /// <summary>Time that jobs are kept after they end, 1 hour or more; 0 keeps them forever. Default: 30 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Retention != TimeSpan.Zero && Retention < TimeSpan.FromHours(1))
            yield return new ValidationResult(
                $"{Section}:Retention must be 01:00:00 or more, such as 30.00:00:00, or 00:00:00, which keeps jobs forever."
            );
    }
}
