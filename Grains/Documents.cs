namespace RetailPulse.Grains;

/// <summary>Writes the documents of grains.</summary>
internal static class Documents
{
    /// <summary>
    /// Replaces the document of <paramref name="grain"/>. After a failure nobody knows what is stored, because the write may have taken effect although
    /// its response was lost. The activation therefore ends, and the next one reads the document.
    /// </summary>
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
