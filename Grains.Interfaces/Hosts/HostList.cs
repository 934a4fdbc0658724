using System.Collections.Immutable;

namespace RetailPulse.Hosts;

/// <summary>The image hosts that the silos of the cluster know, the most troubled first.</summary>
/// <param name="Total">
/// Number of hosts that the silos reported. Greater than the length of <paramref name="Hosts"/> if the list was cut.
/// </param>
/// <param name="Silos">Every active silo, ordered by address.</param>
[GenerateSerializer, Immutable, Alias("host-list-page")]
public sealed record HostList(
    [property: Id(0)] ImmutableArray<HostEntry> Hosts,
    [property: Id(1)] int Total,
    [property: Id(2)] ImmutableArray<SiloAnswer> Silos
);

/// <summary>One host, as all silos see it.</summary>
/// <param name="Whole">All silos combined: the worst state, the sums of the counts, and the earliest next call.</param>
/// <param name="Silos">Each silo that knows the host, ordered by address.</param>
[GenerateSerializer, Immutable, Alias("host-entry")]
public sealed record HostEntry([property: Id(0)] HostStatus Whole, [property: Id(1)] ImmutableArray<HostOnSilo> Silos);

/// <summary>One host, as one silo sees it.</summary>
/// <param name="Silo">Address and port of the silo.</param>
[GenerateSerializer, Immutable, Alias("host-on-silo")]
public sealed record HostOnSilo([property: Id(0)] string Silo, [property: Id(1)] HostStatus Status);

/// <summary>A silo that was queried, and whether it responded in time.</summary>
/// <param name="Silo">Address and port of the silo.</param>
[GenerateSerializer, Immutable, Alias("silo-answer")]
public sealed record SiloAnswer([property: Id(0)] string Silo, [property: Id(1)] bool Answered);
