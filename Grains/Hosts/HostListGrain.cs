using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Cluster;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>
/// Queries every active silo at once. A silo that does not respond in time or runs an earlier version is listed without hosts.
/// </summary>
[StatelessWorker, Reentrant]
internal sealed class HostListGrain(ISiloStatusOracle silos, SiloServices<IHostObservatoryService> observatories) : Grain, IHostListGrain
{
    public async Task<HostList> ReadAsync(int limit)
    {
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Order();
        var answers = await Task.WhenAll(active.Select(silo => AskAsync(silo, limit)));
        var known = answers.SelectMany(answer => (answer.Hosts ?? []).Select(host => new HostOnSilo(answer.Silo, host)));
        var entries = HostMerge.Of(known).ToList();
        return new HostList(
            [.. entries.Take(limit)],
            entries.Count,
            [.. answers.Select(answer => new SiloAnswer(answer.Silo, answer.Hosts is not null))]
        );
    }

    private async Task<(string Silo, ImmutableArray<HostStatus>? Hosts)> AskAsync(SiloAddress silo, int limit)
    {
        var name = silo.Endpoint.ToString();
        try
        {
            return (name, await observatories.Of(silo).ReadAsync(limit));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return (name, null);
        }
    }
}
