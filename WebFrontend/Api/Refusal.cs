using System.Globalization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The response to a request that fails, in the error format of its route.</summary>
/// <param name="Problem">Error for routes with problem details. Its status applies to both formats.</param>
/// <param name="Error">Error for routes that are older than API v1.</param>
internal sealed record Refusal(Problem Problem, ErrorResponse Error) : IResult
{
    private const int RetryAfterSeconds = 2;

    /// <summary>The 503 response if the cluster or its storage does not respond. The client may retry.</summary>
    public static readonly Refusal Unavailable = new(Problem.Unavailable, ErrorResponse.Unavailable);

    /// <summary>Returns the response for a status that has no other explanation.</summary>
    public static Refusal Of(int status) => new(Problem.Of(status), ErrorResponse.Of(status));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Problem.Status;
        if (Problem.Status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return ErrorDialects.Of(httpContext) == ErrorFormat.ProblemDetails
            ? response.WriteAsJsonAsync(
                Problem.Body(RequestId.InstanceOf(httpContext)),
                ErrorJson.Bodies.ProblemResponse,
                Problem.MediaType
            )
            : response.WriteAsJsonAsync(Error, ErrorJson.Bodies.ErrorResponse);
    }
}
