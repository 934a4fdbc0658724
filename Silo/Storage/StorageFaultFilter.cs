using System.Data.Common;
using RetailPulse.Grains.Images;

namespace RetailPulse.Silo.Storage;

/// <summary>
/// Grain documents are written by Orleans' provider, which lets the database's own exceptions through. Callers, perhaps in another
/// process, shall see one kind only.
/// </summary>
internal sealed class StorageFaultFilter : IIncomingGrainCallFilter
{
    /// <summary>Image workers touch no document, and are called more often than all others together.</summary>
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
