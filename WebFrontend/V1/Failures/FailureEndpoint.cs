using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.Hosts;
using RetailPulse.Installation;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>
/// <c>GET /api/v1/failures</c>, <c>/api/v1/failures.csv</c> and <c>/api/v1/failures.ndjson</c>: images of all jobs that failed.
/// </summary>
internal static class FailureEndpoint
{
    internal static async Task<Results<JsonHttpResult<FailureListResponse>, FailureExport, Problem>> ListAsync(
        HttpRequest request,
        Seals seals,
        IGrainFactory grains,
        ClusterCall cluster,
        ExportRuns runs,
        ILogger<FailureExport> logger
    )
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        if (Representations.Choose(request.Headers.Accept) is not { } wanted)
            return Problem.NotAcceptable(Representations.Offered);
        if (wanted != Representation.Json)
        {
            var lines = wanted == Representation.Csv ? FailureLines.Csv : FailureLines.Ndjson;
            var (export, problem) = await BeginExportAsync(_ => lines, request, grains, cluster, runs, logger);
            return export is null ? problem! : export;
        }

        var query = new QueryReader(request);
        var filter = ReadFilter(query, request.HttpContext);
        var page = query.Page(Positions.Failures.With(await seals.OfAsync(KeyPurpose.PageTokens)), "reference", "visit_reference");
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        // One more than requested shows whether there is another page.
        var names = StoreNames.Of(grains, cluster);
        var found = await FailureReader.ReadAsync(filter, page.After, page.Size + 1, names, grains, cluster);
        return TypedResults.Json(FailureListResponse.From(found, names, page), FailuresJson.Bodies.FailureListResponse);
    }

    internal static Task<Results<FailureExport, Problem>> ExportCsvAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster,
        ExportRuns runs,
        ILogger<FailureExport> logger
    ) =>
        ExportAsync(
            query =>
                query.Choice("spreadsheet", Codes.CellSeparators) is { } separator
                    ? FailureLines.ForSpreadsheet(separator)
                    : FailureLines.Csv,
            request,
            grains,
            cluster,
            runs,
            logger
        );

    internal static Task<Results<FailureExport, Problem>> ExportNdjsonAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster,
        ExportRuns runs,
        ILogger<FailureExport> logger
    ) => ExportAsync(_ => FailureLines.Ndjson, request, grains, cluster, runs, logger);

    private static async Task<Results<FailureExport, Problem>> ExportAsync(
        Func<QueryReader, FailureLines> choose,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster,
        ExportRuns runs,
        ILogger<FailureExport> logger
    )
    {
        var (export, problem) = await BeginExportAsync(choose, request, grains, cluster, runs, logger);
        return export is null ? problem! : export;
    }

    private static async Task<(FailureExport? Export, Problem? Problem)> BeginExportAsync(
        Func<QueryReader, FailureLines> choose,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster,
        ExportRuns runs,
        ILogger<FailureExport> logger
    )
    {
        var query = new QueryReader(request);
        var filter = ReadFilter(query, request.HttpContext);
        var lines = choose(query);
        if (query.Problems() is { Count: > 0 } problems)
            return (null, Problem.InvalidQuery(problems));

        // Read before anything is sent, so that a cluster that does not respond can still be reported.
        var reader = new FailureReader(filter, grains, cluster);
        var first = await reader.ReadAsync();
        return runs.TryBegin(Caller.Of(request.HttpContext).Tenant, single: reader.Done) is { } run
            ? (new FailureExport(first, reader, lines, run, logger), null)
            : (null, Problem.Unavailable);
    }

    private static FailureFilter ReadFilter(QueryReader query, HttpContext context)
    {
        var filter = new FailureFilter(
            Caller.Of(context).Scope,
            query.Text("store"),
            query.Text("area"),
            query.Choice("reason", Codes.Reasons),
            query.Text("host") is { } host ? HostName.Lower(host) : null,
            query.Time("failed_from"),
            query.Time("failed_to", dayEnds: true),
            query.Text("reference", JobSubmission.MaxReferenceLength),
            query.Text("visit_reference", JobSubmission.MaxReferenceLength)
        );
        if (filter.From >= filter.Before)
            query.Refuse("failed_to", "must be after failed_from");
        return filter;
    }
}
