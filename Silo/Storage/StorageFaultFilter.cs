using System.Data.Common;
using RetailPulse.Grains.Images.Attempts;

namespace RetailPulse.Silo.Storage;

/// <summary>Translates database exceptions that pass through Orleans' storage provider, so that callers see only one kind.</summary>
internal sealed class StorageFaultFilter : IIncomingGrainCallFilter
{
    /// <summary>
    /// Filters a call. Image workers are exempt: they use no document and are called more often than all other grains together.
    /// </summary>
    public Task Invoke(IIncomingGrainCallContext context) => context.Grain is ImageWorkerGrain ? context.Invoke() : WatchAsync(context);

    private static async Task WatchAsync(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (DbException exception)
        {
            throw StorageFaults.Translate(exception);
        }
    }
}
