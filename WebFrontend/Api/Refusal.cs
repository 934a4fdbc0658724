using RetailPulse.WebFrontend.Contract;
using RetailPulse.WebFrontend.V1;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Writes the response to a refused request, in the error format of its route.</summary>
internal static class Refusal
{
    /// <param name="error">Error text for the routes that are older than API v1.</param>
    public static Task WriteAsync(HttpContext context, Problem problem, string error)
    {
        if (V1Api.Serves(context.Request.Path)) return problem.ExecuteAsync(context);
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(new ErrorResponse(error), BodiesContext.Default.ErrorResponse);
    }
}
