using RetailPulse.Web.Jobs;
using RetailPulse.Web.V1;

namespace RetailPulse.Web.Access;

/// <summary>For a route of one job, <c>{id}</c>: a job of another tenant does not exist.</summary>
internal sealed class OwnJobs(JobOwners owners) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // An id that is none is the route's own affair.
        var http = context.HttpContext;
        if (!JobId.TryParse(http.GetRouteValue("id") as string, out var id)) return await next(context);
        return await owners.AllowsAsync(Caller.Of(http), id) switch
        {
            true => await next(context),
            false => Problem.JobNotFound,
            null => Problem.Unavailable,
        };
    }
}
