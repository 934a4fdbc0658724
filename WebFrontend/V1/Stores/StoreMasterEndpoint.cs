using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>PUT /api/v1/stores</c> and <c>GET /api/v1/store-master</c>.</summary>
internal static class StoreMasterEndpoint
{
    private static readonly Dictionary<string, bool> Flags = new() { ["true"] = true, ["false"] = false };

    internal static async Task<Results<TaggedJson<StoreMasterResponse>, Problem>> PutAsync(
        HttpRequest request,
        BodyBudget budget,
        KeyedChanges changes,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var validateOnly = query.Choice("validate_only", Flags) == true;
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (request.Headers.IfNoneMatch.Count > 0)
            return Problem.VersionExists;
        var (csv, problem) = await StoreMasterRequest.ReadAsync(
            request,
            budget.Begin(request.HttpContext, Caller.Of(request.HttpContext).Tenant),
            request.HttpContext.RequestAborted
        );
        if (csv is null)
            return problem!;
        var over = EntityTag.RequiredVersions(request.Headers.IfMatch);
        if (validateOnly)
            return Answer(
                await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).PreviewAsync(csv), CallBudgets.StoreUpload),
                over
            );
        var (receipt, prevented) = await changes.PutStoresAsync(request.HttpContext, csv, over);
        if (prevented is not null)
            return prevented;
        if (receipt!.Outdated)
            return Problem.VersionReplaced;
        return receipt.Faults.IsEmpty ? Answer(receipt.Version) : StoreMasterRequest.Refused(receipt.Version, receipt.Faults);
    }

    internal static async Task<Results<TaggedJson<StoreMasterResponse>, Problem>> GetAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        return Answer(await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).GetVersionAsync().AsTask(), CallBudgets.Stores));
    }

    private static Results<TaggedJson<StoreMasterResponse>, Problem> Answer(StoreMasterPreview preview, IReadOnlyList<int>? over)
    {
        if (over?.Contains(preview.Version.Number) == false)
            return Problem.VersionReplaced;
        return preview.Difference is { } difference
            ? Answer(preview.Version, StoreMasterPreviewResponse.From(difference))
            : StoreMasterRequest.Refused(preview.Version, preview.Faults);
    }

    /// <summary>
    /// Returns the version with its tag. Whether the present file is rejected can change without a new version, and so can the tag.
    /// </summary>
    private static TaggedJson<StoreMasterResponse> Answer(StoreMasterVersion version, StoreMasterPreviewResponse? preview = null) =>
        new(
            StoreMasterResponse.From(version, preview),
            StoresJson.Bodies.StoreMasterResponse,
            EntityTag.Of(version.Number, version.Problem)
        );
}

/// <summary>The version of the store master that is in force.</summary>
/// <param name="Version">Number of the version, from 1. Every new file and every upload increments it.</param>
/// <param name="Source">Source of the version.</param>
/// <param name="Stores">Number of stores.</param>
/// <param name="LoadedAt">Time at which the service loaded the version.</param>
/// <param name="Sha256">SHA-256 of the CSV, in lower-case hexadecimal.</param>
/// <param name="Problem">Why the present file was rejected; <see langword="null"/> if it was not.</param>
/// <param name="Preview">What the upload would change; <see langword="null"/> without <c>validate_only=true</c>.</param>
internal sealed record StoreMasterResponse(
    [property: Minimum(1)] int Version,
    [property: OneOf(ClosedLists.StoreMasterSource)] string Source,
    int Stores,
    DateTime LoadedAt,
    string Sha256,
    string? Problem,
    StoreMasterPreviewResponse? Preview
)
{
    public static StoreMasterResponse From(StoreMasterVersion version, StoreMasterPreviewResponse? preview) =>
        new(version.Number, version.Source.Code(), version.Stores, version.LoadedAt.UtcDateTime, version.Sha256, version.Problem, preview);
}
