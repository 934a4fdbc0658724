using System.Globalization;
using RetailPulse.WebFrontend.Contract;

namespace RetailPulse.WebFrontend.Api;

/// <summary>503: the cluster or its storage does not answer now. The client may repeat the request.</summary>
internal sealed class Unavailable : IResult
{
    private const int RetryAfterSeconds = 2;

    public static readonly Unavailable Instance = new();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return httpContext.Response.WriteAsJsonAsync(ErrorResponse.Unavailable, BodiesContext.Default.ErrorResponse);
    }
}
