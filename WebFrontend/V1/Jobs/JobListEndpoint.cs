using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs</c>.</summary>
internal static class JobListEndpoint
{
    internal static async Task<Results<JsonHttpResult<JobListResponse>, Problem>> ListAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var filter = ReadFilter(query) with { Tenant = Caller.Of(request.HttpContext).Scope };
        var page = query.Page(Positions.Jobs);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        // One more than requested shows whether there is another page.
        var jobs = await cluster.CallAsync(
            () => grains.GetGrain<IJobListGrain>(0).ReadAsync(filter, page.After, page.Size + 1),
            CallBudgets.Page
        );
        return TypedResults.Json(JobListResponse.From(request.PathBase, jobs, page), JobsJson.Bodies.JobListResponse);
    }

    private static JobFilter ReadFilter(QueryReader query)
    {
        var filter = new JobFilter(
            query.Choice("status", Codes.JobStatuses),
            query.Text("store"),
            query.Time("submitted_from"),
            query.Time("submitted_to", dayEnds: true),
            Area: query.Text("area"),
            Label: query.Text("label"),
            Metadata: query.Metadata("metadata")
        );
        if (filter.SubmittedFrom >= filter.SubmittedBefore)
            query.Refuse("submitted_to", "must be after submitted_from");
        return filter;
    }
}
