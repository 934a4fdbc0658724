using System.Net;
using RetailPulse.Grains.Cluster;

namespace RetailPulse.Tests.Unit.Grains.Cluster;

public sealed class JobPartitionTests
{
    private static readonly SiloAddress[] Silos = [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];

    [Fact]
    public void Every_job_has_one_silo_and_every_silo_its_share()
    {
        var owners = Enumerable.Range(1, 300).Select(job => Silos.Single(silo => JobPartition.Has(silo, Silos, job)));
        Assert.All(owners.CountBy(silo => silo), share => Assert.Equal(100, share.Value));
    }

    [Fact]
    public void The_order_in_which_members_are_known_plays_no_part() =>
        Assert.All(Silos, silo => Assert.Equal(JobPartition.Has(silo, Silos, 7), JobPartition.Has(silo, Silos.Reverse(), 7)));

    [Fact]
    public void A_silo_alone_has_every_job() => Assert.True(JobPartition.Has(Silos[0], [], 5));
}
