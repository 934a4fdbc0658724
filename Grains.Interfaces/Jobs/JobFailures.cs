using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>A job's failed images, grouped by reason and host.</summary>
/// <param name="Groups">Total number of groups.</param>
/// <param name="Largest">The 100 groups with the most images, largest first.</param>
[GenerateSerializer, Immutable, Alias("job-failures")]
public sealed record JobFailures([property: Id(0)] long Groups, [property: Id(1)] ImmutableArray<FailureGroup> Largest)
{
    public static readonly JobFailures None = new(0, []);
}

/// <summary>The failed images of a job that share one reason and one host.</summary>
/// <param name="Host">Host of the URLs in lower case, with the port unless it is the scheme's default.</param>
[GenerateSerializer, Immutable, Alias("failure-group")]
public sealed record FailureGroup([property: Id(0)] ImageReason Reason, [property: Id(1)] string Host, [property: Id(2)] long Images);
