namespace RetailPulse.Silo.Cluster;

/// <summary>A membership table whose heartbeat times are replaced by the times at which this process observed them.</summary>
/// <remarks>
/// The time of a row is the time, by this process's clock, at which the row last changed. Orleans compares times that other silos wrote
/// with the reader's clock. If a silo died with its clock an hour fast, its row would keep every new silo out of the cluster for that hour
/// (seen with version 10.4.2).
/// </remarks>
/// <param name="local">The silo of this process. Its own row is written unchanged.</param>
internal sealed class ObservedMembership(IMembershipTable table, ILocalSiloDetails local, TimeProvider time) : IMembershipTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<SiloAddress, Heartbeat> heartbeats = [];

    public Task InitializeMembershipTable(bool tryInitTableVersion) =>
        table.InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task DeleteMembershipTableEntries(string clusterId) =>
        table.DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        table.CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public async Task<MembershipTableData> ReadRow(SiloAddress key) => Observe(await table.ReadRowAsync(key, CancellationToken.None));

    public async Task<MembershipTableData> ReadAll() => Forget(Observe(await table.ReadAllAsync(CancellationToken.None)));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        table.InsertRowAsync(entry, tableVersion, CancellationToken.None);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        table.UpdateRowAsync(
            entry.SiloAddress.Equals(local.SiloAddress) ? entry : Restore(entry),
            etag,
            tableVersion,
            CancellationToken.None
        );

    public Task UpdateIAmAlive(MembershipEntry entry) => table.UpdateIAmAliveAsync(entry, CancellationToken.None);

    private MembershipTableData Observe(MembershipTableData data)
    {
        lock (gate)
        {
            var now = time.GetUtcNow().UtcDateTime;
            foreach (var (entry, _) in data.Members)
            {
                if (!heartbeats.TryGetValue(entry.SiloAddress, out var heartbeat))
                    heartbeats.Add(entry.SiloAddress, heartbeat = new Heartbeat(entry.IAmAliveTime, Earlier(entry.IAmAliveTime, now)));
                else if (heartbeat.IAmAliveTime != entry.IAmAliveTime)
                    heartbeats[entry.SiloAddress] = heartbeat = new Heartbeat(entry.IAmAliveTime, now);
                (entry.IAmAliveTime, entry.StartTime) = (heartbeat.Observed, Earlier(entry.StartTime, heartbeat.Observed));
            }
        }

        return data;
    }

    /// <summary>Drops the silos that are no longer in the table.</summary>
    private MembershipTableData Forget(MembershipTableData all)
    {
        lock (gate)
        {
            foreach (var gone in heartbeats.Keys.Except(all.Members.Select(member => member.Item1.SiloAddress)).ToList())
                heartbeats.Remove(gone);
        }

        return all;
    }

    /// <summary>Restores the time that the silo wrote: a vote about another silo is not one of its heartbeats.</summary>
    private MembershipEntry Restore(MembershipEntry entry)
    {
        lock (gate)
        {
            return !heartbeats.TryGetValue(entry.SiloAddress, out var heartbeat)
                ? entry
                : new MembershipEntry
                {
                    SiloAddress = entry.SiloAddress,
                    Status = entry.Status,
                    SuspectTimes = entry.SuspectTimes,
                    ProxyPort = entry.ProxyPort,
                    HostName = entry.HostName,
                    SiloName = entry.SiloName,
                    RoleName = entry.RoleName,
                    UpdateZone = entry.UpdateZone,
                    FaultZone = entry.FaultZone,
                    StartTime = entry.StartTime,
                    IAmAliveTime = heartbeat.IAmAliveTime,
                };
        }
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    /// <param name="IAmAliveTime">Time that the silo wrote.</param>
    /// <param name="Observed">Time by the clock of this process.</param>
    private readonly record struct Heartbeat(DateTime IAmAliveTime, DateTime Observed);
}
