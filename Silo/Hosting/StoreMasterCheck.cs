using RetailPulse.Grains.Stores;

namespace RetailPulse.Silo.Hosting;

/// <summary>Prevents a silo from starting with a broken store master, with which it would fail every job.</summary>
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
