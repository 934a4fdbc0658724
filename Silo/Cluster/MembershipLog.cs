namespace RetailPulse.Silo.Cluster;

/// <summary>Logs which other silos become active, and which leave or die.</summary>
internal sealed partial class MembershipLog(ISiloStatusOracle silos, ILogger<MembershipLog> logger) : IHostedService, ISiloStatusListener
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        silos.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (updatedSilo.Equals(silos.SiloAddress))
            return;
        if (status == SiloStatus.Active)
            LogJoined(updatedSilo);
        else if (status is SiloStatus.ShuttingDown or SiloStatus.Dead)
            LogLeft(updatedSilo, status);
    }

    [LoggerMessage(EventName = "SiloJoined", Level = LogLevel.Information, Message = "Working with silo {Silo}, which is active")]
    private partial void LogJoined(SiloAddress silo);

    [LoggerMessage(EventName = "SiloLeft", Level = LogLevel.Warning, Message = "Working without silo {Silo}, which is {Status}")]
    private partial void LogLeft(SiloAddress silo, SiloStatus status);
}
