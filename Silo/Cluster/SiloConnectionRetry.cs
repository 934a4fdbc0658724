namespace RetailPulse.Silo.Cluster;

/// <summary>Makes a client wait for its silos, because a front end may start before them.</summary>
internal sealed partial class SiloConnectionRetry(ILogger<SiloConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogNoSilo(RetryDelay, exception.Message);
        await Task.Delay(RetryDelay, TimeProvider.System, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for a silo; retrying in {RetryDelay} ({Problem})")]
    private partial void LogNoSilo(TimeSpan retryDelay, string problem);
}
