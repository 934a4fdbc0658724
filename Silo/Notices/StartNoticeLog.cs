using System.Collections.Immutable;
using RetailPulse.Cluster;
using RetailPulse.Grains.Reports;

namespace RetailPulse.Silo.Notices;

/// <summary>Logs all notices of this process at start, and reports them later.</summary>
internal sealed partial class StartNoticeLog(IEnumerable<IStartNotices> sources, ILogger<StartNoticeLog> logger)
    : IHostedService,
        INoticesReport
{
    public ImmutableArray<StartNotice> Read() => [.. sources.SelectMany(source => source.Read())];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in Read())
            LogNotice(notice);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogNotice(StartNotice notice);
}
