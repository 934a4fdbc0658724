using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}/visits/{visit}/images/{image}/thumbnail</c>.</summary>
internal static class ThumbnailEndpoint
{
    public const int DefaultSize = 320;

    /// <summary>Maximum widths and heights of thumbnails, in pixels.</summary>
    public static readonly IReadOnlyList<int> Sizes = [160, DefaultSize, 960];

    internal static async Task<Results<ThumbnailFile, ThumbnailPlaceholder, StatusCodeHttpResult, Problem>> GetAsync(
        string id,
        string visit,
        string image,
        HttpRequest request,
        JobReferences references,
        IGrainFactory grains,
        ClusterCall cluster,
        IOptionsMonitor<ApiOptions> options
    )
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        var query = new QueryReader(request);
        var size = ReadSize(query);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        if (!Digits.TryParse(visit, out int visitNumber) || !Digits.TryParse(image, out int imageNumber))
            return Problem.ImageNotFound;
        var (shown, missing) = await FindAsync(references.Images(jobId), new ImagePlace(visitNumber, imageNumber), cluster);
        if (shown is null)
            return missing!;
        if (!options.CurrentValue.Thumbnails)
            return Without(request, size, ThumbnailWords.Off);
        if (shown.Result?.Outcome is not { } recorded)
            return Without(request, size, ThumbnailWords.NoResult);

        var tag = recorded.ContentHash == 0 ? null : TagOf(recorded, size);
        if (tag is not null && EntityTag.IsKnown(request.HttpContext, tag))
            return ThumbnailFile.Unchanged(request.HttpContext);

        // What follows may be another response than the thumbnail that the tag identifies.
        request.HttpContext.Response.Headers.Remove(HeaderNames.ETag);
        var tenant = await OwnerAsync(request, jobId, references, cluster);
        var thumbnail = await MakeAsync(new ThumbnailRequest(tenant, jobId, shown.Url, recorded, size), grains, cluster);
        return thumbnail.Lack == ThumbnailLack.None
            ? new ThumbnailFile(thumbnail.Jpeg, tag)
            : Without(request, size, ThumbnailWords.Of(thumbnail, recorded));
    }

    private static int ReadSize(QueryReader query)
    {
        var size = query.Number("size", 1, int.MaxValue) ?? DefaultSize;
        if (!Sizes.Contains(size))
            query.Refuse("size", "must be 160, 320, or 960");
        return size;
    }

    /// <summary>Returns an image, or the problem that the image or job does not exist.</summary>
    private static async Task<(JobImage? Image, Problem? Missing)> FindAsync(IJobImagesGrain images, ImagePlace place, ClusterCall cluster)
    {
        var found = await cluster.CallAsync(
            () => images.ReadAsync(new ImageFilter(Visit: place.Visit), place with { Image = place.Image - 1 }, limit: 1),
            CallBudgets.Page
        );
        if (found is null)
            return (null, Problem.JobNotFound);
        return found.Images is [var image] && image.Place == place ? (image, null) : (null, Problem.ImageNotFound);
    }

    private static Task<Thumbnail> MakeAsync(ThumbnailRequest request, IGrainFactory grains, ClusterCall cluster) =>
        cluster.CallAsync(() => grains.GetGrain<IThumbnailGrain>(request.Key).MakeAsync(request), CallBudgets.Thumbnail);

    /// <summary>Returns the tenant of a job, which a caller with a tenant of its own has been compared with.</summary>
    private static async Task<string> OwnerAsync(HttpRequest request, long jobId, JobReferences references, ClusterCall cluster) =>
        Caller.Of(request.HttpContext) is { Scope: { } scope }
            ? scope
            : await cluster.CallAsync(() => references.Job(jobId).GetTenantAsync().AsTask(), CallBudgets.Job)
                ?? Caller.Of(request.HttpContext).Tenant;

    private static EntityTagHeaderValue TagOf(ImageOutcome recorded, int size) =>
        new(string.Create(CultureInfo.InvariantCulture, $"\"{recorded.ContentHash:x32}-{size}\""));

    /// <summary>Returns a picture with the reason for an element of a page, and a problem for a program.</summary>
    private static Results<ThumbnailFile, ThumbnailPlaceholder, StatusCodeHttpResult, Problem> Without(
        HttpRequest request,
        int size,
        string why
    )
    {
        if (ThumbnailPlaceholder.IsWanted(request))
            return new ThumbnailPlaceholder(why, size);
        return Problem.NoThumbnail(why);
    }
}
