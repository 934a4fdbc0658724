namespace RetailPulse.Silo.Background;

/// <summary>Runs rounds of work until the silo stops. A round that fails is logged and repeated after a delay.</summary>
/// <param name="work">What a round does, to complete a log message that begins with "Failed to".</param>
/// <param name="retryDelay">Delay after a failed round.</param>
internal abstract partial class PeriodicService(string work, TimeSpan retryDelay, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>Runs one round and returns the delay until the next; zero if there is more to do now.</summary>
    protected abstract Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken);

    /// <summary>Waits between two rounds. The next round begins even if the wait fails.</summary>
    protected virtual Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var delay = await TryRunRoundAsync(stoppingToken);
            if (delay > TimeSpan.Zero)
                await WaitAsync(delay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> TryRunRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunRoundAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // Any failure may be temporary, so the next round tries again. A silo that is stopping has no next round.
            if (!cancellationToken.IsCancellationRequested)
                LogFailed(exception, work, retryDelay);
            return retryDelay;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to {Work}; retrying in {RetryDelay}")]
    private partial void LogFailed(Exception exception, string work, TimeSpan retryDelay);
}
