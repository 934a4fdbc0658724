using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>The visits of a job that are in flight.</summary>
/// <param name="Status">The job's status at the same moment.</param>
/// <param name="Visits">Numbers of the visits in flight, in ascending order.</param>
[GenerateSerializer, Immutable, Alias("job-flight")]
public sealed record JobFlight([property: Id(0)] JobStatus Status, [property: Id(1)] ImmutableArray<int> Visits);
