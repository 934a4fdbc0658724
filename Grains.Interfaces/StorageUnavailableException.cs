namespace RetailPulse;

/// <summary>The storage cannot do its work now (a full disk, a lock that is held too long); nothing was recorded. Try again later.</summary>
[GenerateSerializer, Alias("storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
