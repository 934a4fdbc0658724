using RetailPulse.Grains.Stores;

namespace RetailPulse.Silo;

/// <summary>A silo whose store master is broken would fail every job that it is given, so it does not start.</summary>
internal sealed class StoreMasterCheck(StoreMasterFile file) : IHostedService
{
    /// <exception cref="StoreMasterException">The file is missing or broken.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        file.Read();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
