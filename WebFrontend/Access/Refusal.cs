using RetailPulse.Web.Jobs;
using RetailPulse.Web.V1;

namespace RetailPulse.Web.Access;

/// <summary>A request that is not let through, told in the way of its route.</summary>
internal static class Refusal
{
    /// <param name="error">What the routes that are older than API v1 say.</param>
    public static Task WriteAsync(HttpContext context, Problem problem, string error)
    {
        if (V1Api.Serves(context.Request.Path)) return problem.ExecuteAsync(context);
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(new ErrorResponse(error), BodiesContext.Default.ErrorResponse);
    }
}
