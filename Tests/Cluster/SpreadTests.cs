namespace RetailPulse.Tests.Cluster;

public sealed class SpreadTests
{
    [Fact]
    public async Task Visits_spread_evenly_over_four_silos()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 4);
        await cluster.Job(1).SubmitAsync(Submissions.Grid(visits: 10_000, images: 1));
        await Eventually.TrueAsync(() => cluster.Ledger.ResultsOffered >= 10_000, "every visit has its result");

        var shares = cluster.Ledger.Results.CountBy(result => result.Silo).ToList();
        Assert.Equal(4, shares.Count);
        Assert.All(shares, share => Assert.InRange(share.Value, 2_200, 2_800));
    }
}
