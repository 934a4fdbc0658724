namespace RetailPulse.Grains;

/// <summary>The time after which a grain repeats work that failed.</summary>
internal sealed record RetryPause(TimeSpan Length)
{
    /// <summary>2 s: long enough for a database that restarts, short enough that nobody waits for it.</summary>
    public static readonly RetryPause Default = new(TimeSpan.FromSeconds(2));
}
