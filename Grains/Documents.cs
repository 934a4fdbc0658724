namespace RetailPulse.Grains;

/// <summary>Writes the persistent documents of grains.</summary>
internal static class Documents
{
    /// <summary>Replaces the document of <paramref name="grain"/>. If the write fails, the activation ends.</summary>
    /// <remarks>
    /// After a failure, the stored state is unknown: the write may have taken effect although its response was lost. The next activation
    /// reads the document from storage.
    /// </remarks>
    public static async Task WriteAsync<TDocument>(this IGrainBase grain, IPersistentState<TDocument> stored, TDocument next)
    {
        stored.State = next;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
