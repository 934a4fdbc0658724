namespace RetailPulse.Client;

/// <summary>What the caller uploads could not be read. The transport passes it on, unlike an <see cref="IOException"/>.</summary>
internal sealed class UnreadableSourceException(Exception cause) : Exception(cause.Message, cause);
