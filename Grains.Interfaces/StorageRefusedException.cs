namespace RetailPulse;

/// <summary>The storage does not take the data as it is: a text that cannot be encoded, a value out of range, a row too long. Repetition changes nothing.</summary>
[GenerateSerializer, Alias("storage-refused")]
public sealed class StorageRefusedException : Exception
{
    public StorageRefusedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
