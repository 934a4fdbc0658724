using System.Collections.Immutable;

namespace RetailPulse.Cluster;

/// <summary>What one silo reports about itself.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">Time at which the silo started.</param>
/// <param name="Slots">Slots for downloading and measuring images.</param>
/// <param name="Requests">Permits for requests to hosts, which are held from before the request to the end of the body.</param>
/// <param name="Jobs">Number of ongoing jobs that the silo runs.</param>
/// <param name="Hosts">Image hosts that the silo knows, by state.</param>
/// <param name="WaitingForHosts">Number of images that wait for a host.</param>
/// <param name="Settings">Settings in effect, without secrets.</param>
/// <param name="Database">The database; <see langword="null"/> if it has not answered this silo yet.</param>
/// <param name="Notices">What the operator of the silo may have overlooked; default in the report of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("silo-report")]
public sealed record SiloReport(
    [property: Id(0)] string Version,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] PermitUse Slots,
    [property: Id(3)] PermitUse Requests,
    [property: Id(4)] int Jobs,
    [property: Id(5)] HostCounts Hosts,
    [property: Id(6)] long WaitingForHosts,
    [property: Id(7)] ImmutableArray<EffectiveSetting> Settings,
    [property: Id(8)] DatabaseReport? Database = null,
    [property: Id(9)] ImmutableArray<StartNotice> Notices = default
);

/// <summary>The use of a limited number of permits.</summary>
/// <param name="Waiting">Number of images that wait for a permit.</param>
[GenerateSerializer, Immutable, Alias("permit-use")]
public readonly record struct PermitUse([property: Id(0)] int Total, [property: Id(1)] int InUse, [property: Id(2)] int Waiting);

/// <summary>Numbers of image hosts by state.</summary>
[GenerateSerializer, Immutable, Alias("host-counts")]
public readonly record struct HostCounts(
    [property: Id(0)] int Up,
    [property: Id(1)] int Slowed,
    [property: Id(2)] int Resting,
    [property: Id(3)] int Down
);

/// <summary>A silo of the cluster, and what it reports.</summary>
/// <param name="Silo">Address and port of the silo.</param>
/// <param name="Report"><see langword="null"/> if the silo did not respond in time.</param>
[GenerateSerializer, Immutable, Alias("silo-entry")]
public sealed record SiloEntry([property: Id(0)] string Silo, [property: Id(1)] SiloReport? Report);
