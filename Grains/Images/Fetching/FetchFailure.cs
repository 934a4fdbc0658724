using System.Net;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>What a failed attempt means, in the closed list of reasons.</summary>
internal static class FetchFailure
{
    public static ImageReason From(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ImageReason.Http404,
        HttpStatusCode.Gone => ImageReason.Http410,
        HttpStatusCode.TooManyRequests => ImageReason.Http429,
        >= HttpStatusCode.InternalServerError => ImageReason.Http5xx,
        _ => ImageReason.HttpStatus,
    };

    public static ImageReason From(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => ImageReason.Dns,
        HttpRequestError.ConnectionError => ImageReason.Connect,
        HttpRequestError.SecureConnectionError => ImageReason.Tls,
        _ => ImageReason.Protocol,
    };
}
