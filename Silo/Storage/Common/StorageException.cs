namespace RetailPulse.Silo.Storage.Common;

/// <summary>The storage cannot be used as configured. The message says what is wrong and what to do. Nothing was changed.</summary>
public sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause);
