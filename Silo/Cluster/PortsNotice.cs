using System.Net;
using RetailPulse.Cluster;
using RetailPulse.Silo.Notices;

namespace RetailPulse.Silo.Cluster;

/// <summary>Logs, at start, how the connections between members of the cluster are protected, and notices those that are not.</summary>
/// <param name="ports">Ports that this silo listens on; <see langword="null"/> in a front end.</param>
internal sealed partial class PortsNotice(TopologyOptions topology, ILogger<PortsNotice> logger, SiloPorts? ports = null)
    : IHostedService,
        IStartNotices
{
    private const string Remedy = "Configure RetailPulse:Cluster:Tls.";

    public IEnumerable<StartNotice> Read()
    {
        if (topology.Tls.Protects || IsWholeCluster)
            yield break;
        yield return ports is null
            ? new StartNotice("Connecting to silos without protection: anyone on the network path can read and change the traffic.", Remedy)
            : new StartNotice(
                $"Opening the ports of the cluster at {ports.Silo} and {ports.Gateway} without protection: every process that reaches them has all rights, without an API key.",
                Remedy
            );
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsWholeCluster)
            LogClosed();
        else if (topology.Tls.Protects && ports is null)
            LogConnectsProtected();
        else if (topology.Tls.Protects)
            LogProtected(ports!.Silo, ports.Gateway);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsWholeCluster => ports is null && topology.Role == FrontEndRole.Embedded;

    [LoggerMessage(Level = LogLevel.Information, Message = "Opening no ports of a cluster: this process is the whole cluster")]
    private partial void LogClosed();

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Protecting the ports of the cluster at {Silo} and {Gateway}: mutual TLS, and only certificates of the configured authority are accepted"
    )]
    private partial void LogProtected(IPEndPoint silo, IPEndPoint gateway);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Protecting connections to silos: mutual TLS, and only certificates of the configured authority are accepted"
    )]
    private partial void LogConnectsProtected();
}
