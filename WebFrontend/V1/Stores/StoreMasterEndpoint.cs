using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>PUT /api/v1/stores</c> and <c>GET /api/v1/store-master</c>.</summary>
internal static class StoreMasterEndpoint
{
    internal static async Task<Results<JsonHttpResult<StoreMasterResponse>, Problem>> PutAsync(
        HttpRequest request,
        BodyBudget budget,
        KeyedChanges changes
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var (csv, problem) = await StoreMasterRequest.ReadAsync(
            request,
            budget.Begin(request.HttpContext, Caller.Of(request.HttpContext).Tenant),
            request.HttpContext.RequestAborted
        );
        if (csv is null)
            return problem!;
        var (receipt, prevented) = await changes.PutStoresAsync(request.HttpContext, csv);
        if (prevented is not null)
            return prevented;
        return receipt!.Faults.IsEmpty ? Answer(receipt.Version) : StoreMasterRequest.Refused(receipt);
    }

    internal static async Task<Results<JsonHttpResult<StoreMasterResponse>, Problem>> GetAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        return Answer(await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).GetVersionAsync().AsTask(), CallBudgets.Stores));
    }

    private static JsonHttpResult<StoreMasterResponse> Answer(StoreMasterVersion version) =>
        TypedResults.Json(StoreMasterResponse.From(version), StoresJson.Bodies.StoreMasterResponse);
}

/// <summary>The version of the store master that is in force.</summary>
/// <param name="Version">Number of the version, from 1. Every new file and every upload increments it.</param>
/// <param name="Source">Source of the version.</param>
/// <param name="Stores">Number of stores.</param>
/// <param name="LoadedAt">Time at which the service loaded the version.</param>
/// <param name="Sha256">SHA-256 of the CSV, in lower-case hexadecimal.</param>
/// <param name="Problem">Why the present file was rejected; <see langword="null"/> if it was not.</param>
internal sealed record StoreMasterResponse(
    [property: Minimum(1)] int Version,
    [property: OneOf(ClosedLists.StoreMasterSource)] string Source,
    int Stores,
    DateTime LoadedAt,
    string Sha256,
    string? Problem
)
{
    public static StoreMasterResponse From(StoreMasterVersion version) =>
        new(version.Number, version.Source.Code(), version.Stores, version.LoadedAt.UtcDateTime, version.Sha256, version.Problem);
}
