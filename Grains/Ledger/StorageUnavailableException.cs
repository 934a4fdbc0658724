namespace RetailPulse.Grains.Ledger;

/// <summary>The storage cannot take the write now (a full disk, a lock that is held too long); nothing of it was recorded. Try again later.</summary>
[GenerateSerializer, Alias("storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
