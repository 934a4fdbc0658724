using System.Net;
using RetailPulse.Grains.Network;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>What a failed attempt means, in the closed list of reasons.</summary>
internal static class FetchFailure
{
    private const HttpStatusCode TooEarly = (HttpStatusCode)425;

    public static ImageReason From(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ImageReason.Http404,
        HttpStatusCode.Gone => ImageReason.Http410,
        HttpStatusCode.TooManyRequests => ImageReason.Http429,
        >= HttpStatusCode.InternalServerError => ImageReason.Http5xx,
        _ => ImageReason.HttpStatus,
    };

    /// <summary>Whether a status outside of 429 and 5xx asks for the same request again: RFC 9110, section 15.5.9, and RFC 8470, section 5.2.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or TooEarly;

    /// <summary><see langword="false"/> for a response that was refused, which a server would send again; <see langword="null"/> where the reason decides.</summary>
    public static bool? IsTransient(Exception exception) => exception
        is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
        or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } ? false : null;

    /// <summary>The reason behind what the handler, the streams below it or the URL's own class threw; <see langword="null"/> when none is known.</summary>
    public static ImageReason? From(Exception exception) => exception switch
    {
        OperationCanceledException => ImageReason.Timeout,
        HttpRequestException { InnerException: ConnectFailedException failed } => failed.Reason,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ImageReason.Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => ImageReason.Connect,
        BodyTooLongException => ImageReason.TooManyBytes,
        HttpRequestException or IOException => ImageReason.Protocol,

        // The host was accepted as part of a URL, but cannot be looked up as a name.
        UriFormatException => ImageReason.Dns,
        _ => null,
    };
}
