using System.Net;
using RetailPulse.Grains.Network;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Classifies failed attempts at images.</summary>
internal static class FetchFailure
{
    private const HttpStatusCode TooEarly = (HttpStatusCode)425;

    public static ImageReason From(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.NotFound => ImageReason.Http404,
            HttpStatusCode.Gone => ImageReason.Http410,
            HttpStatusCode.TooManyRequests => ImageReason.Http429,
            >= HttpStatusCode.InternalServerError => ImageReason.Http5xx,
            _ => ImageReason.HttpStatus,
        };

    /// <summary>
    /// Returns whether a status other than 429 and 5xx requests a repetition: RFC 9110, section 15.5.9, and RFC 8470, section 5.2.
    /// </summary>
    public static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or TooEarly;

    /// <summary>
    /// Returns <see langword="false"/> for an invalid response, which a server would send again; <see langword="null"/> if the reason of
    /// the outcome decides.
    /// </summary>
    public static bool? IsTransient(Exception exception) =>
        exception
            is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
                or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            ? false
            : null;

    /// <summary>Returns the reason why an attempt failed; <see langword="null"/> if the exception has another cause.</summary>
    public static ImageReason? From(Exception exception) =>
        exception is BodyTooLongException ? ImageReason.TooManyBytes : RequestFailure.From(exception);
}
