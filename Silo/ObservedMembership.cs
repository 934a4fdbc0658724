namespace RetailPulse.Silo;

/// <summary>
/// The membership table with the heartbeats that this process has observed: the time of a row is the time, by this process's clock, at which the row
/// last changed. Orleans compares the times that silos write with the reader's clock, so the row of a silo that died with its clock an hour fast would
/// keep every new silo out of the cluster for that hour (seen with version 10.4.2).
/// </summary>
/// <param name="local">The silo of this process, whose own row is written as it is.</param>
internal sealed class ObservedMembership(IMembershipTable table, ILocalSiloDetails local, TimeProvider time) : IMembershipTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<SiloAddress, Heartbeat> heartbeats = [];

    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => table.CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public async Task<MembershipTableData> ReadRow(SiloAddress key) => Observe(await table.ReadRowAsync(key, CancellationToken.None));

    public async Task<MembershipTableData> ReadAll() => Forget(Observe(await table.ReadAllAsync(CancellationToken.None)));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => table.InsertRowAsync(entry, tableVersion, CancellationToken.None);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        table.UpdateRowAsync(entry.SiloAddress.Equals(local.SiloAddress) ? entry : Restore(entry), etag, tableVersion, CancellationToken.None);

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

    /// <summary>Forgets the silos that are no longer in the table.</summary>
    private MembershipTableData Forget(MembershipTableData all)
    {
        lock (gate)
        {
            foreach (var gone in heartbeats.Keys.Except(all.Members.Select(member => member.Item1.SiloAddress)).ToList()) heartbeats.Remove(gone);
        }

        return all;
    }

    /// <summary>A vote about another silo is no heartbeat of it, so the row keeps the time that the silo wrote.</summary>
    private MembershipEntry Restore(MembershipEntry entry)
    {
        lock (gate)
        {
            return !heartbeats.TryGetValue(entry.SiloAddress, out var heartbeat) ? entry : new MembershipEntry
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

    /// <param name="IAmAliveTime">As written.</param>
    /// <param name="Observed">By the clock of this process.</param>
    private readonly record struct Heartbeat(DateTime IAmAliveTime, DateTime Observed);
}
