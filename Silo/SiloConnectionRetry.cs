namespace RetailPulse.Silo;

/// <summary>Lets a client wait for its silos: a front end may start before them.</summary>
internal sealed partial class SiloConnectionRetry(ILogger<SiloConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogNoSilo(RetryDelay, exception.Message);
        await Task.Delay(RetryDelay, TimeProvider.System, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo answers yet; retrying in {RetryDelay} ({Problem})")]
    private partial void LogNoSilo(TimeSpan retryDelay, string problem);
}
