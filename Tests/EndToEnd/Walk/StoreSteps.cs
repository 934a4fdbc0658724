using System.Text;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Stores, and a new store master that counts everywhere at once.</summary>
internal sealed class StoreSteps(Scene scene)
{
    private const string SecondMaster = "store_id,store_name,area_code\nS1,One,10\nS2,Two renamed,10\nS4,Four,20\n";

    public IEnumerable<Func<Task>> All =>
        [
            Stores_are_found,
            A_broken_master_changes_nothing,
            A_new_master_counts_everywhere_at_once_but_for_jobs_in_flight,
            Jobs_of_its_stores_complete_on_every_silo,
        ];

    private IEnumerable<HttpClient> Fronts => scene.Deployment.Fronts.Select(front => front.Http);

    private async Task Stores_are_found()
    {
        var stores = scene.As(WalkKey.Reader, scene.Last).Stores;
        var one = await stores.GetAsync("S1");
        Assert.Equal(("One", "10"), (one.StoreName, one.AreaCode));
        Assert.Equal(["S1", "S2", "S3"], await stores.ListAsync(pageSize: 1).Select(store => store.StoreId).ToListAsync());
        Assert.Equal(["S1", "S2"], await stores.ListAsync(area: "10").Select(store => store.StoreId).ToListAsync());
        Assert.Equal(["S3"], await stores.ListAsync(text: "tHR").Select(store => store.StoreId).ToListAsync());
        Assert.Equal([new Area("10", 2), new Area("20", 1)], await stores.ListAreasAsync(pageSize: 1).ToListAsync());
        await Working.RefusedAsync(() => stores.GetAsync("S4"), 404, "store_not_found");
    }

    private async Task A_broken_master_changes_nothing()
    {
        var admin = scene.As(WalkKey.Admin, scene.Last);
        var before = await admin.Stores.GetMasterAsync();
        var refused = await Working.RefusedAsync(
            () => admin.Stores.PutMasterAsync("store_id,store_name,area_code\nS1,One,10\nS1,Again,10\n"u8.ToArray()),
            400,
            "invalid_store_master"
        );
        Assert.Equal("line 3", Assert.Single(refused.Errors).Field);
        Assert.Equal((before, 1, "file"), (await admin.Stores.GetMasterAsync(), before.Version, before.Source));
    }

    private async Task A_new_master_counts_everywhere_at_once_but_for_jobs_in_flight()
    {
        var (inFlight, gate) = await scene.HoldAsync(WalkKey.Submitter, [scene.Photo(40)], store: "S3");
        var master = await scene.As(WalkKey.Admin).Stores.PutMasterAsync(Encoding.UTF8.GetBytes(SecondMaster));
        Assert.Equal((2, "upload", 3), (master.Version, master.Source, master.Stores));
        foreach (var front in Fronts.Reverse())
            await SeesAsync(scene.As(WalkKey.Reader, front), master);
        gate.SetResult();
        await scene.As(WalkKey.Reader).EndAsync(inFlight, JobStatus.Completed);
        Assert.Contains($"PUT /api/v1/stores of /api/v1/stores by key key {WalkKey.Admin.Value}", scene.Deployment.Fronts[0].Output);
    }

    private static async Task SeesAsync(RetailPulseClient client, StoreMaster master)
    {
        Assert.Equal(master, await client.Stores.GetMasterAsync());
        Assert.Equal("Two renamed", (await client.Stores.GetAsync("S2")).StoreName);
        Assert.Equal(["S4"], await client.Stores.ListAsync(area: "20").Select(store => store.StoreId).ToListAsync());
        await Working.RefusedAsync(() => client.Stores.GetAsync("S3"), 404, "store_not_found");
    }

    /// <summary>Enough that nearly every silo has some of them.</summary>
    private Task Jobs_of_its_stores_complete_on_every_silo() =>
        Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async number =>
                {
                    var client = scene.As(WalkKey.Submitter, number % 2 == 0 ? scene.First : scene.Last);
                    var known = await client.SubmitAsync(("S4", [scene.Photo(50 + number)]));
                    var unknown = await client.SubmitAsync(("S3", [scene.Photo(50 + number)]));
                    await client.EndAsync(known, JobStatus.Completed);
                    Assert.Equal("unknown_store", (await client.EndAsync(unknown, JobStatus.Failed)).Failures.Largest.Single().Reason);
                })
        );
}
