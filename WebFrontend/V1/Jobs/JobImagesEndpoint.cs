using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}/images</c>.</summary>
internal static class JobImagesEndpoint
{
    private const int DefaultSize = 100;
    private const int LargestSize = 1_000;

    private static readonly Patience Patience = new(Attempt: TimeSpan.FromSeconds(5), Whole: TimeSpan.FromSeconds(6));

    internal static async Task<Results<JsonHttpResult<JobImagesResponse>, Problem>> GetAsync(string id, HttpRequest request, JobReferences references, ClusterCall cluster)
    {
        var query = new QueryReader(request);
        var filter = ReadFilter(query);
        var listing = query.Listing;
        var (size, position) = query.Page(DefaultSize, LargestSize);
        if (query.Problems() is { Count: > 0 } problems) return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;

        // One more than asked for tells whether there is another page.
        var after = position is { } given ? JobImagesResponse.Unpack(given) : ImagePlace.Start;
        var (answered, page) = await cluster.TryAsync(() => references.Images(jobId).ReadAsync(filter, after, size + 1), Patience);
        if (!answered) return Problem.Unavailable;
        return page is null ? Problem.JobNotFound : TypedResults.Json(JobImagesResponse.From(page.Images, size, listing), V1Json.Bodies.JobImagesResponse);
    }

    private static ImageFilter ReadFilter(QueryReader query)
    {
        var filter = new ImageFilter(query.Choice("status", JobNames.ImageStatuses), query.Choice("reason", JobNames.Reasons), query.Number("visit", 0, int.MaxValue));
        if (filter is { Status: not (null or ImageStatus.Failed), Reason: not null }) query.Refuse("reason", "goes with status=failed only");
        return filter;
    }
}
