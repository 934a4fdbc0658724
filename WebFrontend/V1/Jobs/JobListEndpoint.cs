using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Hosts;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs</c>.</summary>
internal static class JobListEndpoint
{
    /// <summary>Parameters that the first version did not have. Its page tokens remain valid for queries without them.</summary>
    private static readonly string[] AfterFirstVersion =
    [
        "ended_from",
        "ended_to",
        "reason",
        "host",
        "min_failed",
        "q",
        "sort",
        "label",
        "ids",
    ];

    internal static async Task<Results<JsonHttpResult<JobListResponse>, Problem>> ListAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var filter = ReadFilter(query) with { Tenant = Caller.Of(request.HttpContext).Scope };
        var order = query.Choice("sort", Codes.JobOrders) ?? JobOrder.Submitted;
        var page = query.Page(Positions.Jobs, AfterFirstVersion);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        // One more than requested shows whether there is another page.
        var range = new JobListRange(order, page.After.Place, page.After.Back);
        var jobs = await cluster.CallAsync(
            () => grains.GetGrain<IJobListGrain>(0).ReadAsync(filter, range, page.Size + 1),
            CallBudgets.Page
        );
        return TypedResults.Json(JobListResponse.From(request.PathBase, jobs, page, order), JobsJson.Bodies.JobListResponse);
    }

    /// <summary>Reads the filters of a list of jobs.</summary>
    internal static JobFilter ReadFilter(QueryReader query)
    {
        var filter = new JobFilter(
            query.Choice("status", Codes.JobStatuses),
            query.Text("store"),
            query.Time("submitted_from"),
            query.Time("submitted_to", dayEnds: true),
            Area: query.Text("area"),
            Label: query.Text("label"),
            Metadata: query.Metadata("metadata"),
            EndedFrom: query.Time("ended_from"),
            EndedBefore: query.Time("ended_to", dayEnds: true),
            Reason: query.Choice("reason", Codes.Reasons),
            Host: query.Text("host") is { } host ? HostName.Lower(host) : null,
            MinFailed: query.Number("min_failed", 0, int.MaxValue),
            Text: query.Text("q"),
            Ids: ReadIds(query)
        );
        if (filter.SubmittedFrom >= filter.SubmittedBefore)
            query.Refuse("submitted_to", "must be after submitted_from");
        if (filter.EndedFrom >= filter.EndedBefore)
            query.Refuse("ended_to", "must be after ended_from");
        return filter;
    }

    private static JobIdSet? ReadIds(QueryReader query)
    {
        if (query.Text("ids") is not { } text)
            return null;
        var parts = text.Split(',');
        var ids = parts.Select(part => JobId.TryParse(part, out var id) ? id : 0).ToList();
        if (!ids.Contains(0) && ids.Count <= JobIdSet.MaxIds)
            return JobIdSet.Of(ids);
        query.Refuse("ids", $"must be 1 to {JobIdSet.MaxIds} ids of jobs, separated by commas");
        return null;
    }
}
