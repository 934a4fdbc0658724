using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>Ids of selected jobs, at least one, in ascending order.</summary>
/// <remarks>Two instances with the same ids are equal.</remarks>
[GenerateSerializer, Immutable, Alias("job-id-set")]
public sealed record JobIdSet([property: Id(0)] ImmutableArray<long> Ids)
{
    /// <summary>Maximum number of ids.</summary>
    public const int MaxIds = 50;

    /// <summary>Returns the ids without repetitions; <see langword="null"/> if there are none.</summary>
    public static JobIdSet? Of(IEnumerable<long> ids)
    {
        ImmutableArray<long> sorted = [.. ids.Distinct().Order()];
        return sorted.IsEmpty ? null : new JobIdSet(sorted);
    }

    public bool Equals(JobIdSet? other) => other is not null && Ids.SequenceEqual(other.Ids);

    public override int GetHashCode() => Ids.Aggregate(0, HashCode.Combine);
}
