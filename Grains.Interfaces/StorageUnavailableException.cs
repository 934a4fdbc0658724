namespace RetailPulse;

/// <summary>The storage is temporarily unable to work (a full disk, a lock held too long). Nothing was recorded. Retry later.</summary>
[GenerateSerializer, Alias("storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message, Exception? cause = null)
        : base(message, cause) { }
}
