using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>Reads all failures of a filter page by page, however many there are.</summary>
internal sealed class FailureReader(FailureFilter filter, IGrainFactory grains, ClusterCall cluster)
{
    /// <summary>Failures of one page.</summary>
    private const int PageSize = 1_000;

    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(10), Total: TimeSpan.FromSeconds(12));

    private readonly StoreNames names = StoreNames.Of(grains, cluster);
    private FailurePosition? after;

    /// <summary>Whether everything was read.</summary>
    public bool Done { get; private set; }

    /// <summary>Returns the next failures, perhaps none; <see langword="null"/> when the cluster does not respond.</summary>
    public async Task<IReadOnlyList<FailureResponse>?> ReadAsync()
    {
        if (await ReadAsync(filter, after, PageSize, names, grains, cluster) is not { } page) return null;
        (after, Done) = (page.ReadUpTo, page.ReadUpTo is null);
        return [.. page.Failures.Select(failure => FailureResponse.From(failure, names))];
    }

    /// <summary>Returns one page, the stores of which <paramref name="names"/> has read; <see langword="null"/> when the cluster does not respond.</summary>
    public static async Task<FailurePage?> ReadAsync(
        FailureFilter filter, FailurePosition? after, int limit, StoreNames names, IGrainFactory grains, ClusterCall cluster)
    {
        var (answered, page) = await cluster.TryAsync(() => grains.GetGrain<IFailureListGrain>(0).ReadAsync(filter, after, limit), Budget);
        return answered && await names.ReadAsync(page!.Failures.Select(failure => failure.StoreId)) ? page : null;
    }
}
