using System.Net;

namespace RetailPulse.Silo.Cluster;

/// <summary>Logs, at start, whether the connections between members of the cluster are protected.</summary>
/// <param name="ports">Ports that this silo listens on; <see langword="null"/> in a front end.</param>
internal sealed partial class PortsNotice(TopologyOptions topology, ILogger<PortsNotice> logger, SiloPorts? ports = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (ports is null)
            Describe(topology.Role);
        else if (topology.Tls.Protects)
            LogProtected(ports.Silo, ports.Gateway);
        else
            LogOpen(ports.Silo, ports.Gateway);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Describe(FrontEndRole role)
    {
        if (role == FrontEndRole.Embedded)
            LogClosed();
        else if (topology.Tls.Protects)
            LogConnectsProtected();
        else
            LogConnectsOpenly();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Opening no ports of a cluster: this process is the whole cluster")]
    private partial void LogClosed();

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Protecting the ports of the cluster at {Silo} and {Gateway}: mutual TLS, and only certificates of the configured authority are accepted"
    )]
    private partial void LogProtected(IPEndPoint silo, IPEndPoint gateway);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Opening the ports of the cluster at {Silo} and {Gateway} without protection: every process that reaches them has all rights, without an API key. Configure RetailPulse:Cluster:Tls"
    )]
    private partial void LogOpen(IPEndPoint silo, IPEndPoint gateway);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Protecting connections to silos: mutual TLS, and only certificates of the configured authority are accepted"
    )]
    private partial void LogConnectsProtected();

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Connecting to silos without protection: anyone on the network path can read and change the traffic. Configure RetailPulse:Cluster:Tls"
    )]
    private partial void LogConnectsOpenly();
}
