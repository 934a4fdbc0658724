using System.Collections.Immutable;
using RetailPulse.Cluster;
using RetailPulse.Grains.Reports;

namespace RetailPulse.Silo.Notices;

/// <summary>Logs all notices of this process at start, and reports them later.</summary>
internal sealed partial class StartNoticeLog(IEnumerable<IStartNotices> sources, ILoggerFactory loggers) : IHostedService, INoticesReport
{
    public ImmutableArray<StartNotice> Read() => [.. sources.SelectMany(source => source.Read())];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Each source has a category of its own, so that an operator can silence one.
        foreach (var source in sources)
        {
            var logger = loggers.CreateLogger(source.GetType());
            foreach (var notice in source.Read())
                LogNotice(logger, notice);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void LogNotice(ILogger logger, StartNotice notice);
}
