using RetailPulse.Images;

namespace RetailPulse.Grains.Network;

/// <summary>Classifies the exceptions of requests.</summary>
internal static class RequestFailure
{
    /// <summary>
    /// Returns the reason why a request failed, from the exception of the HTTP handler, of its streams, or of <see cref="Uri"/>;
    /// <see langword="null"/> if the exception has another cause.
    /// </summary>
    public static ImageReason? From(Exception exception) =>
        exception switch
        {
            OperationCanceledException => ImageReason.Timeout,
            HttpRequestException { InnerException: ConnectFailedException failed } => failed.Reason,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ImageReason.Tls,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => ImageReason.Connect,
            HttpRequestException or IOException => ImageReason.Protocol,

            // The host is valid in a URL but is not a name that can be looked up.
            UriFormatException => ImageReason.Dns,
            _ => null,
        };
}
