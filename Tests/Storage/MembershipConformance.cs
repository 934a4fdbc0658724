using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime.MembershipService;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests Orleans' membership on our tables: of two concurrent changes of one version, one is refused.</summary>
public abstract class MembershipConformance : IAsyncLifetime
{
    private IHost host = null!;

    private IMembershipTable Table => host.Services.GetRequiredService<IMembershipTable>();

    public async ValueTask InitializeAsync()
    {
        var database = await OpenAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.AddRetailPulseClustering(database));
        host = builder.Build();
        await Table.InitializeMembershipTableAsync(true);
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        GC.SuppressFinalize(this);
        await CloseAsync();
    }

    [Fact]
    public async Task A_member_is_read_as_it_was_written()
    {
        var member = Member(1);
        var version = await InsertAsync(member);
        var (row, etag) = (await Table.ReadAllAsync()).Members.Single();
        Assert.Equal(
            (member.SiloAddress, member.SiloName, member.Status, member.ProxyPort),
            (row.SiloAddress, row.SiloName, row.Status, row.ProxyPort)
        );
        Assert.Equal(member.StartTime, row.StartTime, TimeSpan.FromMilliseconds(2));

        member.Status = SiloStatus.Dead;
        member.SuspectTimes = [Tuple.Create(Member(2).SiloAddress, DateTime.UnixEpoch)];
        Assert.True(await Table.UpdateRowAsync(member, etag, version.Next()));
        var (updated, _) = (await Table.ReadRowAsync(member.SiloAddress)).Members.Single();
        Assert.Equal(SiloStatus.Dead, updated.Status);
        Assert.Equal(member.SuspectTimes, updated.SuspectTimes);
    }

    [Fact]
    public async Task A_change_from_an_old_version_is_refused()
    {
        var first = (await Table.ReadAllAsync()).Version;
        Assert.True(await Table.InsertRowAsync(Member(1), first.Next()));
        Assert.False(await Table.InsertRowAsync(Member(2), first.Next()));
        Assert.False(await Table.UpdateRowAsync(Member(1), "", first.Next()));
        Assert.Single((await Table.ReadAllAsync()).Members);
        Assert.Equal(first.Version + 1, (await Table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task Of_many_changes_at_once_one_is_taken_at_a_time()
    {
        var member = Member(1);
        var version = await InsertAsync(member);
        var taken = await Task.WhenAll(
            Enumerable
                .Range(2, 20)
                .Select(port =>
                    port % 2 == 0 ? Table.InsertRowAsync(Member(port), version.Next()) : Table.UpdateRowAsync(member, "", version.Next())
                )
        );
        Assert.Equal(1, taken.Count(won => won));
        Assert.Equal(version.Version + 1, (await Table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_heartbeat_does_not_change_the_version()
    {
        var member = Member(1);
        var version = await InsertAsync(member);
        Assert.Equal(member.IAmAliveTime, await HeartbeatAsync());
        var before = ThisMillisecond();
        member.IAmAliveTime = DateTime.UnixEpoch.AddDays(1);
        await Table.UpdateIAmAliveAsync(member);
        var read = await Table.ReadAllAsync();
        Assert.Equal(version.Version, read.Version.Version);
        Assert.InRange(read.Members.Single().Item1.IAmAliveTime, before, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task No_heartbeat_lies_in_the_future()
    {
        var member = Member(1);
        member.IAmAliveTime = new DateTime(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await InsertAsync(member);
        Assert.True((await HeartbeatAsync()).Year < 2999);
        await Table.UpdateIAmAliveAsync(member);
        Assert.True((await HeartbeatAsync()).Year < 2999);
        var read = await Table.ReadAllAsync();
        Assert.True(await Table.UpdateRowAsync(member, read.Members.Single().Item2, read.Version.Next()));
        Assert.True((await HeartbeatAsync()).Year < 2999);
    }

    [Fact]
    public async Task A_start_in_the_future_is_not_a_heartbeat()
    {
        var member = Member(1);
        member.StartTime = new DateTime(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await InsertAsync(member);
        var observed = await HeartbeatAsync();
        var row = (await Table.ReadAllAsync()).Members.Single().Item1;
        Assert.Equal((observed, observed), (row.IAmAliveTime, row.StartTime));

        var before = ThisMillisecond();
        member.IAmAliveTime = DateTime.UnixEpoch.AddDays(1);
        await Table.UpdateIAmAliveAsync(member);
        Assert.InRange(await HeartbeatAsync(), before, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task A_vote_about_a_silo_is_not_its_heartbeat()
    {
        var member = Member(1);
        await InsertAsync(member);
        await HeartbeatAsync();
        member.IAmAliveTime = DateTime.UnixEpoch.AddDays(1);
        await Table.UpdateIAmAliveAsync(member);
        var read = await Table.ReadAllAsync();
        var (suspected, etag) = read.Members.Single();
        suspected.AddSuspector(Member(2).SiloAddress, DateTime.UnixEpoch);
        Assert.True(await Table.UpdateRowAsync(suspected, etag, read.Version.Next()));

        var stored = await ReadStoredAsync(member.SiloAddress);
        Assert.Equal(member.IAmAliveTime, stored.IAmAliveTime);
        Assert.Single(stored.SuspectTimes!);
        Assert.Equal(suspected.IAmAliveTime, await HeartbeatAsync());
    }

    [Fact]
    public async Task Members_that_died_long_ago_are_deleted()
    {
        var (dead, alive) = (Member(1), Member(2));
        dead.Status = SiloStatus.Dead;
        await InsertAsync(dead);
        await InsertAsync(alive);
        await Table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.Equal(alive.SiloAddress, (await Table.ReadAllAsync()).Members.Single().Item1.SiloAddress);
        await Table.DeleteMembershipTableEntriesAsync("dev");
    }

    internal abstract Task<OrleansDatabase> OpenAsync();

    internal abstract ValueTask CloseAsync();

    private static MembershipEntry Member(int port) =>
        new()
        {
            SiloAddress = SiloAddress.New(System.Net.IPAddress.Loopback, port, 7),
            SiloName = $"Silo {port}",
            HostName = "host",
            Status = SiloStatus.Active,
            ProxyPort = 30_000,
            StartTime = DateTime.UnixEpoch,
            IAmAliveTime = DateTime.UnixEpoch,
        };

    /// <summary>Reads the row directly from the table.</summary>
    private async Task<MembershipEntry> ReadStoredAsync(SiloAddress silo)
    {
        var table = ActivatorUtilities.CreateInstance<AdoNetClusteringTable>(host.Services);
        await table.InitializeMembershipTableAsync(false);
        return (await table.ReadRowAsync(silo)).Members.Single().Item1;
    }

    /// <summary>Returns the time as precisely as SQLite stores it.</summary>
    private static DateTime ThisMillisecond()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private async Task<DateTime> HeartbeatAsync() => (await Table.ReadAllAsync()).Members.Single().Item1.IAmAliveTime;

    private async Task<TableVersion> InsertAsync(MembershipEntry member)
    {
        Assert.True(await Table.InsertRowAsync(member, (await Table.ReadAllAsync()).Version.Next()));
        return (await Table.ReadAllAsync()).Version;
    }
}

public sealed class SqliteMembershipTests : MembershipConformance
{
    private readonly SqliteFolder folder = new();
    private SqliteDatabase database = null!;

    internal override Task<OrleansDatabase> OpenAsync()
    {
        database = new SqliteDatabase(folder.ConnectionString, alone: false);
        return Task.FromResult(new OrleansDatabase("System.Data.SQLite", new SqliteDataSource(database)));
    }

    internal override ValueTask CloseAsync()
    {
        database.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgreSqlMembershipTests(SharedPostgres server) : MembershipConformance
{
    private PostgreSqlDatabase database = null!;

    internal override async Task<OrleansDatabase> OpenAsync()
    {
        database = new PostgreSqlDatabase(await server.CreateDatabaseAsync(), alone: false);
        return new OrleansDatabase("Npgsql", database.Source);
    }

    internal override ValueTask CloseAsync() => database.DisposeAsync();
}
