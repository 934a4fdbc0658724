namespace RetailPulse.Grains.Jobs;

/// <summary><c>RetailPulse:Retention</c>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "RetailPulse";

    /// <summary>How long jobs are kept after they ended: 1 hour or more, or 0, which keeps them for ever. Default 30 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    internal bool Valid => Retention == TimeSpan.Zero || Retention >= TimeSpan.FromHours(1);
}
