using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Visits;

public sealed class StoreVisitGrainTests
{
    [Fact]
    public async Task An_undeliverable_report_costs_no_image()
    {
        await using var cluster = await GrainCluster.StartAsync(settings: ("RetailPulse:Images:Slots", "1"));
        var gate = new SemaphoreSlim(0);
        cluster.Fetcher.Answer = (_, _) =>
        {
            Assert.True(gate.Wait(TimeSpan.FromSeconds(60)));
            return FakeFetcher.Sound;
        };
        await cluster.Job(1).SubmitAsync(Grid(visits: 1, images: 200));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 1, "the visit is at work");

        cluster.Ledger.TroubleWhenCounting = new IOException("the job cannot be activated");
        await cluster.Silos.DeactivateAsync(cluster.Job(1));
        await Eventually.TrueAsync(
            () =>
            {
                gate.Release();
                return cluster.Ledger.CountsRefused > 0;
            },
            "a report on the way failed"
        );
        cluster.Ledger.TroubleWhenCounting = null;
        gate.Release(200);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(1), "the job ends");

        Assert.Equal(new JobCounts(200, 0, 200, 0), (await cluster.EndOfAsync(1)).Counts);
        Assert.All(cluster.Fetcher.Calls.Values, calls => Assert.Equal(1, calls));
    }

    [Fact]
    public async Task A_stopping_silo_finishes_what_is_in_flight_and_hands_over_the_rest()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2, ("RetailPulse:Images:Slots", "4"));
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(2).SubmitAsync(Grid(visits: 80, images: 1));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count > 4, "more than one silo can hold are in progress");

        var stopping = cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
        gate.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        // As the rescuer does when a silo has left: a call to the leaving silo may be lost.
        await cluster.Job(2).ResumeAsync();
        Assert.Equal(new JobCounts(80, 0, 80, 0), (await cluster.EndOfAsync(2)).Counts);
        Assert.All(cluster.Fetcher.Calls.Values, calls => Assert.Equal(1, calls));
    }
}
