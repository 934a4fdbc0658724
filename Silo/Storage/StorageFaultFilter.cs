using System.Data.Common;

namespace RetailPulse.Silo.Storage;

/// <summary>
/// Grain documents are written by Orleans' provider, which lets the database's own exceptions through. Callers, perhaps in another
/// process, shall see one kind only.
/// </summary>
internal sealed class StorageFaultFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (DbException exception)
        {
            throw new StorageUnavailableException($"The database does not answer: {exception.Message}", exception);
        }
    }
}
