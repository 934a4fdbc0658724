using System.Net;

namespace RetailPulse.Client;

/// <summary>Distinguishes failures after which the service may have made the change from those after which it cannot have.</summary>
internal static class Safety
{
    /// <summary>Whether the request was refused before it was read, or never arrived because there was no connection for it.</summary>
    public static bool CannotHaveHappened(RetailPulseException failure) =>
        failure switch
        {
            { Status: HttpStatusCode.TooManyRequests } => true,
            { Status: null, InnerException: HttpRequestException { HttpRequestError: var error } } => error
                is HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
            _ => false,
        };
}
