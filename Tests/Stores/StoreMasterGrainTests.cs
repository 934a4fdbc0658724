using RetailPulse.Stores;
using RetailPulse.Tests.Cluster;
using RetailPulse.Tests.Fakes;

namespace RetailPulse.Tests.Stores;

public sealed class StoreMasterGrainTests : IAsyncLifetime
{
    private const string Header = "store_id,store_name,area_code\n";

    private GrainCluster cluster = null!;

    private IStoreMasterGrain Grain => cluster.Silos.Client.GetGrain<IStoreMasterGrain>(0);

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_batch_is_answered_in_one_call() =>
        Assert.Equal(["S9", ""], await Grain.FindUnknownAsync(["S1", "S9", "S2", "", "S3"]));

    [Fact]
    public async Task A_changed_file_is_followed_without_being_told()
    {
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S1", "S4"]));
        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\n");
        await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S1", "S4"])) is ["S1"], "the new file is in force", seconds: 10);
    }

    [Fact]
    public async Task A_link_that_leads_to_another_file_is_followed()
    {
        await Grain.FindUnknownAsync(["S1"]);
        var mount = Directory.CreateTempSubdirectory("retailpulse-").FullName;
        try
        {
            MountAsKubernetesDoes(mount, "1", "S4,Four,10\n");
            File.Delete(cluster.StoresFile);
            File.CreateSymbolicLink(cluster.StoresFile, Path.Combine(mount, "stores.csv"));
            await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S4", "S5"])) is ["S5"], "the link is followed", seconds: 10);

            MountAsKubernetesDoes(mount, "2", "S5,Five,10\n");
            await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S4", "S5"])) is ["S4"], "the new file is in force", seconds: 10);
        }
        finally
        {
            Directory.Delete(mount, recursive: true);
        }
    }

    [Fact]
    public async Task A_broken_file_leaves_the_last_good_one_in_force_until_it_is_mended()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\nS4,Four,10\n");
        var refused = await Grain.ReloadAsync();
        Assert.Equal(3, refused.Stores);
        Assert.Contains("line 3: store id 'S4' is on line 2 already", refused.Problem);
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S1", "S4"]));

        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\n");
        Assert.Equal((1, null), await Grain.ReloadAsync() is var mended ? (mended.Stores, mended.Problem) : default);
        Assert.Equal(["S1"], await Grain.FindUnknownAsync(["S1", "S4"]));
    }

    [Fact]
    public async Task A_file_that_is_gone_leaves_the_last_good_one_in_force()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.Delete(cluster.StoresFile);
        Assert.Contains("cannot be read", (await Grain.ReloadAsync()).Problem);
        Assert.Empty(await Grain.FindUnknownAsync(["S1"]));
    }

    /// <summary>A ConfigMap's file is a link into <c>..data</c>, itself a link that is exchanged when the ConfigMap changes.</summary>
    private static void MountAsKubernetesDoes(string mount, string version, string stores)
    {
        Directory.CreateDirectory(Path.Combine(mount, version));
        File.WriteAllText(Path.Combine(mount, version, "stores.csv"), Header + stores);
        if (Directory.Exists(Path.Combine(mount, "..data"))) Directory.Delete(Path.Combine(mount, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(mount, "..data"), version);
        if (!File.Exists(Path.Combine(mount, "stores.csv"))) File.CreateSymbolicLink(Path.Combine(mount, "stores.csv"), "..data/stores.csv");
    }
}
