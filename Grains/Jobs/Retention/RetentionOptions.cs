namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>The <c>RetailPulse:Retention</c> setting.</summary>
public sealed class RetentionOptions
{
    public const string Section = "RetailPulse";

    /// <summary>Time that jobs are kept after they end, 1 hour or more; 0 keeps them forever. Default: 30 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    internal bool Valid => Retention == TimeSpan.Zero || Retention >= TimeSpan.FromHours(1);
}
