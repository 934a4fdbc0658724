namespace RetailPulse.Client;

/// <summary>The source of an upload could not be read. The transport passes it on, unlike an <see cref="IOException"/>.</summary>
internal sealed class UnreadableSourceException(Exception cause) : Exception(cause.Message, cause);
