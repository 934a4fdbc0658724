namespace RetailPulse.Grains;

/// <summary>The delay after which a grain retries work that failed.</summary>
internal sealed record RetryDelay(TimeSpan Value)
{
    /// <summary>2 s: long enough for a database to restart, short enough that nobody notices the delay.</summary>
    public static readonly RetryDelay Default = new(TimeSpan.FromSeconds(2));
}
