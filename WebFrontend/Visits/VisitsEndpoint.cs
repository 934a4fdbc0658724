using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Visits;

/// <summary><c>GET /api/visits?area=&amp;storeid=&amp;startdate=&amp;enddate=</c>. A parameter without a value is ignored.</summary>
internal static class VisitsEndpoint
{
    /// <summary>Number of stores per page, so few that one query for each fits into the timeout of a page.</summary>
    private const int StoresAtOnce = 250;

    private static readonly ErrorResponse UnknownStore = new("Store not found");
    private static readonly ErrorResponse UnknownArea = new("Area not found");

    internal static async Task<Results<VisitsResult, VisitsCsvResult, BadRequest<ErrorResponse>, Refusal>> GetVisitsAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster,
        ExportRuns runs,
        ILogger<VisitsResult> logger,
        ILogger<VisitsCsvResult> csvLogger
    )
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        var query = new QueryReader(request, emptyIsMissing: true);
        var (area, storeId) = (query.Text("area"), query.Text("storeid"));
        var period = ReadPeriod(query);
        if (query.Problems() is [{ Field: var field, Message: var message }, ..])
            return TypedResults.BadRequest(new ErrorResponse($"{field} {message}"));

        var search = new StoreSearch(area, null, null, StoresAtOnce);
        var found = await cluster.CallAsync(() => FindAsync(grains.GetGrain<IStoreMasterGrain>(0), search, storeId), CallBudgets.Stores);
        if (found.Unknown is not null)
            return TypedResults.BadRequest(found.Unknown);

        // Read before anything is sent, so that a cluster that does not respond can still be reported.
        var reader = new MeasurementReader(
            search,
            found.Stores!,
            area is not null || storeId is not null,
            period,
            Caller.Of(request.HttpContext).Scope,
            grains,
            cluster
        );
        var first = await reader.ReadAsync();

        if (runs.TryBegin(Caller.Of(request.HttpContext).Tenant, single: reader.Done) is not { } run)
            return Refusal.Unavailable;

        // Any client that does not prefer CSV gets JSON, as before there was a choice.
        if (Representations.Choose(request.Headers.Accept) == Representation.Csv)
            return new VisitsCsvResult(first, reader, run, csvLogger);
        return new VisitsResult(first, reader, run, logger);
    }

    private static VisitPeriod ReadPeriod(QueryReader query)
    {
        var (from, to) = (query.Time("startdate"), query.LastTime("enddate"));
        if (from > to)
            query.Refuse("enddate", "must not be before startdate");
        return new VisitPeriod(from, to);
    }

    /// <summary>Returns the requested stores, or what is unknown. A store outside the requested area results in no stores.</summary>
    private static async Task<(StorePage? Stores, ErrorResponse? Unknown)> FindAsync(
        IStoreMasterGrain master,
        StoreSearch search,
        string? storeId
    )
    {
        var page = storeId is null || search.Area is not null ? await master.SearchAsync(search) : null;
        if (page is { Stores.IsEmpty: true })
            return (null, UnknownArea);
        if (storeId is null)
            return (page, null);
        return await master.FindAsync(storeId) is { } store
            ? (new StorePage(search.Area is null || search.Area == store.AreaCode ? [store] : [], More: false), null)
            : (null, UnknownStore);
    }
}
