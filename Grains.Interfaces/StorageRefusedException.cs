namespace RetailPulse;

/// <summary>The storage rejects the data itself: text that cannot be encoded, a value out of range, a row too long. Do not retry.</summary>
[GenerateSerializer, Alias("storage-refused")]
public sealed class StorageRefusedException : Exception
{
    public StorageRefusedException(string message, Exception? cause = null)
        : base(message, cause) { }
}
