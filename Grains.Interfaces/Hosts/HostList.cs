using System.Collections.Immutable;

namespace RetailPulse.Hosts;

/// <summary>The hosts of the cluster, the most troubled first.</summary>
/// <param name="Total">Number of hosts that the silos reported; more than <paramref name="Hosts"/> has when the list was cut.</param>
/// <param name="Silos">Every active silo, in order of its address.</param>
[GenerateSerializer, Immutable, Alias("host-list-page")]
public sealed record HostList(
    [property: Id(0)] ImmutableArray<HostEntry> Hosts, [property: Id(1)] int Total, [property: Id(2)] ImmutableArray<SiloAnswer> Silos);

/// <summary>One host, as all silos know it.</summary>
/// <param name="Whole">All silos together: the worst state, the sums of the counts, and the earliest next call.</param>
/// <param name="Silos">Each silo that knows the host, in order of its address.</param>
[GenerateSerializer, Immutable, Alias("host-entry")]
public sealed record HostEntry([property: Id(0)] HostStatus Whole, [property: Id(1)] ImmutableArray<HostOnSilo> Silos);

/// <summary>One host, as one silo knows it.</summary>
/// <param name="Silo">Address and port of the silo.</param>
[GenerateSerializer, Immutable, Alias("host-on-silo")]
public sealed record HostOnSilo([property: Id(0)] string Silo, [property: Id(1)] HostStatus Status);

/// <summary>Whether a silo responded in time.</summary>
/// <param name="Silo">Address and port of the silo.</param>
[GenerateSerializer, Immutable, Alias("silo-answer")]
public sealed record SiloAnswer([property: Id(0)] string Silo, [property: Id(1)] bool Answered);
