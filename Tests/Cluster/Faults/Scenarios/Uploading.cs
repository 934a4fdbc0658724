using System.Globalization;
using System.Text;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A store master is uploaded. One at a time: the newest version is in force.</summary>
internal sealed class Uploading(FaultCluster cluster, int number) : Scenario(cluster, number)
{
    private static readonly SemaphoreSlim One = new(1);

    private string sha256 = "";

    private string Store => string.Create(CultureInfo.InvariantCulture, $"X{Number}");

    private IStoreMasterGrain Master => Cluster.Grains.GetGrain<IStoreMasterGrain>(0);

    public override async Task PrepareAsync()
    {
        await One.WaitAsync();
        Cluster.Scopes.Assign(Store, Scope);
    }

    public override async Task ActAsync()
    {
        var csv = Encoding.UTF8.GetBytes($"store_id,store_name,area_code\nS1,One,10\n{Store},Case,20\n");
        RequestContext.Set(FaultyStoreMasters.Case, Store);
        var receipt = await FaultCluster.RepeatAsync(() => Master.PutAsync(csv));
        RequestContext.Clear();
        Assert.Empty(receipt.Faults);
        sha256 = receipt.Version.Sha256;
    }

    public override async Task CheckAsync()
    {
        try
        {
            Assert.NotNull(await Master.FindAsync(Store));
            Assert.Equal(["1"], Cluster.Read($"SELECT count(*) FROM store_masters WHERE sha256 = '{sha256}'"));
            Assert.Equal(["1"], Cluster.Read("SELECT count(*) / max(version) FROM store_masters"));
        }
        finally
        {
            One.Release();
        }
    }
}
