using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.TestingHost;
using RetailPulse.Grains;
using RetailPulse.Grains.Hosts;
using RetailPulse.Grains.Ledger;
using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Tests.Cluster.Hosts;

/// <summary>Tests three silos, each with an observatory that knows one host of its own and one that all silos know.</summary>
public sealed class HostListGrainTests : IAsyncLifetime
{
    private readonly InProcessTestCluster cluster;
    private readonly ManualResetEventSlim hang = new(initialState: true);
    private int silos;

    public HostListGrainTests()
    {
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Services.AddRetailPulseGrains(new ConfigurationManager());
                silo.Services.AddSingleton<ILedger>(new FakeLedger());
                silo.Services.AddSingleton<IStoreMasterLedger>(new FakeStoreMasterLedger());
                silo.Services.Replace(
                    ServiceDescriptor.Singleton<IHostObservatory>(new Observatory(Interlocked.Increment(ref silos), hang))
                );
                silo.AddMemoryGrainStorageAsDefault();
            }
        );
        cluster = builder.Build();
    }

    private IHostListGrain List => cluster.Client.GetGrain<IHostListGrain>(0);

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        hang.Set();
        await cluster.DisposeAsync();
        hang.Dispose();
    }

    [Fact]
    public async Task Hosts_of_all_silos_are_merged_into_one_list()
    {
        var list = await List.ReadAsync(1_000);
        Assert.Equal(4, list.Total);
        Assert.Equal(
            ["http://shared.example", "http://silo-1.example", "http://silo-2.example", "http://silo-3.example"],
            list.Hosts.Select(host => host.Whole.Origin)
        );
        Assert.Equal((6, 3), (list.Hosts[0].Whole.Waiting, list.Hosts[0].Silos.Length));
        Assert.All(list.Silos, silo => Assert.True(silo.Answered));
        Assert.Equal(3, list.Silos.Select(silo => silo.Silo).Distinct().Count());
    }

    [Fact]
    public async Task The_list_is_cut_after_the_most_troubled_hosts()
    {
        var list = await List.ReadAsync(1);
        Assert.Equal("http://shared.example", Assert.Single(list.Hosts).Whole.Origin);
    }

    [Fact]
    public async Task A_silo_that_hangs_is_named_and_left_out()
    {
        hang.Reset();
        var list = await List.ReadAsync(1_000);

        // On a busy machine, another silo may not respond in time either.
        await Eventually.TrueAsync(
            async () => (list = await List.ReadAsync(1_000)).Silos.Count(silo => silo.Answered) == 2,
            "the other silos respond"
        );
        hang.Set();
        Assert.Equal([false, true, true], list.Silos.Select(silo => silo.Answered).Order());
        Assert.Equal(
            ["http://shared.example", "http://silo-1.example", "http://silo-2.example"],
            list.Hosts.Select(host => host.Whole.Origin)
        );
        Assert.Equal(2, list.Hosts[0].Silos.Length);
    }

    /// <summary>An observatory. That of the third silo responds only while <paramref name="mayGo"/> is set.</summary>
    private sealed class Observatory(int silo, ManualResetEventSlim mayGo) : IHostObservatory
    {
        public ImmutableArray<HostStatus> Read()
        {
            if (silo == 3)
                mayGo.Wait(TimeSpan.FromSeconds(30));
            return
            [
                new HostStatus($"http://silo-{silo}.example", HostState.Up, 0, 0, 0, 0, ImageReason.None, null),
                new HostStatus("http://shared.example", HostState.Down, 0, silo, 1, 1, ImageReason.Connect, null),
            ];
        }
    }
}
