using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Installation;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Photos;

/// <summary><c>GET /api/v1/photos</c>: images of all jobs, by the dates of their visits.</summary>
internal static class PhotoListEndpoint
{
    private static readonly Dictionary<string, PhotoKinds> Kinds = new(StringComparer.Ordinal)
    {
        ["measured"] = PhotoKinds.Measured,
        ["failed"] = PhotoKinds.Failed,
        ["repeated"] = PhotoKinds.Repeated,
    };

    internal static async Task<Results<JsonHttpResult<PhotoListResponse>, Problem>> ListAsync(
        HttpRequest request,
        Seals seals,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var filter = ReadFilter(query) with { Tenant = Caller.Of(request.HttpContext).Scope };
        var page = query.Page(Positions.Photos.With(await seals.OfAsync(KeyPurpose.PageTokens)));
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        // One more than requested shows whether there is another page.
        var found = await cluster.CallAsync(
            () => grains.GetGrain<IPhotoListGrain>(0).ReadAsync(filter, page.After, page.Size + 1),
            CallBudgets.LongPage
        );
        var names = StoreNames.Of(grains, cluster);
        await names.LoadAsync(found.Photos.Select(photo => photo.StoreId));
        return TypedResults.Json(PhotoListResponse.From(request.PathBase, found, names, page), PhotosJson.Bodies.PhotoListResponse);
    }

    private static PhotoFilter ReadFilter(QueryReader query)
    {
        var filter = new PhotoFilter(
            Store: query.Text("store"),
            Area: query.Text("area"),
            From: query.Time("from"),
            Before: query.Time("to", dayEnds: true),
            Kinds: ReadKinds(query)
        );
        if (filter.From >= filter.Before)
            query.Refuse("to", "must be after from");
        return filter;
    }

    private static PhotoKinds ReadKinds(QueryReader query)
    {
        var found = PhotoKinds.None;
        foreach (var kind in query.Text("is")?.Split(',') ?? [])
        {
            if (!Kinds.TryGetValue(kind, out var known))
            {
                query.Refuse("is", "must be one or more of failed, measured, repeated, separated by commas");
                return PhotoKinds.None;
            }

            found |= known;
        }

        return found;
    }
}
