namespace RetailPulse.Silo.Logging;

/// <summary>Reports how many entries were suppressed when their minute is over, even if no further warning follows, and at the end.</summary>
internal sealed partial class SuppressedEntries(EntryFilter filter, ILoggerFactory loggers, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Report(filter.TakeEnded(atOnce: true));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Report(filter.TakeEnded());
    }

    private void Report(IReadOnlyList<KeyValuePair<string, long>> ended)
    {
        foreach (var (category, suppressed) in ended)
            LogSuppressed(loggers.CreateLogger(category), EntryFilter.Describe(suppressed));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Summary}")]
    private static partial void LogSuppressed(ILogger logger, string summary);
}
