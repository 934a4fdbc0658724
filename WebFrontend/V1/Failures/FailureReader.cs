using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>Reads all failures of a filter page by page, however many there are.</summary>
internal sealed class FailureReader(FailureFilter filter, IGrainFactory grains, ClusterCall cluster)
{
    /// <summary>Failures of one page.</summary>
    private const int PageSize = 1_000;

    private readonly StoreNames names = StoreNames.Of(grains, cluster);
    private FailurePosition? after;

    /// <summary>Whether everything was read.</summary>
    public bool Done { get; private set; }

    /// <summary>Returns the next failures, perhaps none.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<IReadOnlyList<FailureResponse>> ReadAsync()
    {
        var page = await ReadAsync(filter, after, PageSize, names, grains, cluster);
        (after, Done) = (page.ReadUpTo, page.ReadUpTo is null);
        return [.. page.Failures.Select(failure => FailureResponse.From(failure, names))];
    }

    /// <summary>Returns one page, and loads its stores into <paramref name="names"/>.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public static async Task<FailurePage> ReadAsync(
        FailureFilter filter,
        FailurePosition? after,
        int limit,
        StoreNames names,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var page = await cluster.CallAsync(
            () => grains.GetGrain<IFailureListGrain>(0).ReadAsync(filter, after, limit),
            CallBudgets.LongPage
        );
        await names.LoadAsync(page.Failures.Select(failure => failure.StoreId));
        return page;
    }
}
