using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.Hosts;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}/images</c>, and <c>images.csv</c> and <c>images.ndjson</c> with all images in one response.</summary>
internal static class JobImagesEndpoint
{
    internal static async Task<Results<JsonHttpResult<JobImagesResponse>, JobExport, Problem>> GetAsync(
        string id,
        HttpRequest request,
        JobReferences references,
        IGrainFactory grains,
        ClusterCall cluster,
        JobExports exports
    )
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        if (Representations.Choose(request.Headers.Accept) is not { } wanted)
            return Problem.NotAcceptable(Representations.Offered);
        var query = new QueryReader(request);
        var filter = ReadFilter(query);

        // An export has no pages.
        var page = wanted == Representation.Json ? ReadPage(query, filter.Visit) : null;
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        if (page is not null)
            return await GetPageAsync(jobId, references.Images(jobId), filter, page, StoreNames.Of(grains, cluster), cluster);
        return await exports.BeginAsync(jobId, filter, ImageLines.Of(wanted), request.HttpContext.RequestAborted) is { } export
            ? export
            : Problem.JobNotFound;
    }

    internal static Task<Results<JobExport, Problem>> ExportCsvAsync(string id, HttpRequest request, JobExports exports) =>
        ExportAsync(
            id,
            request,
            query =>
                query.Choice("spreadsheet", Codes.CellSeparators) is { } separator
                    ? ImageLines.ForSpreadsheet(separator)
                    : ImageLines.Of(Representation.Csv),
            exports
        );

    internal static Task<Results<JobExport, Problem>> ExportNdjsonAsync(string id, HttpRequest request, JobExports exports) =>
        ExportAsync(id, request, _ => ImageLines.Of(Representation.Ndjson), exports);

    private static async Task<Results<JobExport, Problem>> ExportAsync(
        string id,
        HttpRequest request,
        Func<QueryReader, ImageLines> choose,
        JobExports exports
    )
    {
        var query = new QueryReader(request);
        var filter = ReadFilter(query);
        var lines = choose(query);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        return await exports.BeginAsync(jobId, filter, lines, request.HttpContext.RequestAborted) is { } export
            ? export
            : Problem.JobNotFound;
    }

    private static async Task<Results<JsonHttpResult<JobImagesResponse>, JobExport, Problem>> GetPageAsync(
        long jobId,
        IJobImagesGrain images,
        ImageFilter filter,
        PageRequest<ImagePlace> page,
        StoreNames names,
        ClusterCall cluster
    )
    {
        // One more than requested shows whether there is another page.
        var found = await cluster.CallAsync(() => images.ReadAsync(filter, page.After, page.Size + 1), CallBudgets.Page);
        if (found is null)
            return Problem.JobNotFound;
        await names.LoadAsync(found.Images.Select(image => image.StoreId));
        return TypedResults.Json(JobImagesResponse.From(jobId, found, names, page), JobsJson.Bodies.JobImagesResponse);
    }

    /// <summary>Reads the requested page. The first page begins at the image <c>from_image</c> of the visit <c>from_visit</c>.</summary>
    /// <param name="only">The only visit that is requested, if there is one, at which the first page may begin as well.</param>
    private static PageRequest<ImagePlace> ReadPage(QueryReader query, int? only)
    {
        var from = query.Number("from_visit", 0, int.MaxValue);
        var image = query.Number("from_image", 0, int.MaxValue);
        if (image is not null && (from ?? only) is null)
            query.Refuse("from_image", "requires visit or from_visit");
        var page = query.Page(Positions.Images, "from_visit", "from_image", "reference", "visit_reference");
        return (from ?? only) is { } visit && new ImagePlace(visit, (image ?? 0) - 1) is var start && start > page.After
            ? page with
            {
                After = start,
            }
            : page;
    }

    private static ImageFilter ReadFilter(QueryReader query)
    {
        var filter = new ImageFilter(
            query.Choice("status", Codes.ImageStatuses),
            query.Choice("reason", Codes.Reasons),
            query.Number("visit", 0, int.MaxValue),
            query.Text("reference", JobSubmission.MaxReferenceLength),
            query.Text("visit_reference", JobSubmission.MaxReferenceLength),
            query.Text("host") is { } host ? HostName.Lower(host) : null
        );
        if (filter is { Status: not (null or ImageStatus.Failed), Reason: not null })
            query.Refuse("reason", "requires status=failed");
        return filter;
    }
}
