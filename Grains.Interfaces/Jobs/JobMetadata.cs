using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>The key-value pairs that a client attached to a job, at least one, in the ordinal order of their keys.</summary>
/// <remarks>Two instances with the same pairs are equal.</remarks>
[GenerateSerializer, Immutable, Alias("job-metadata")]
public sealed record JobMetadata([property: Id(0)] ImmutableArray<KeyValuePair<string, string>> Pairs)
{
    /// <summary>Maximum number of pairs.</summary>
    public const int MaxPairs = 16;

    /// <summary>Maximum number of characters of a key, which has at least one.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>Maximum number of characters of a value, which has at least one.</summary>
    public const int MaxValueLength = 512;

    /// <summary>Returns the pairs with different keys as metadata; <see langword="null"/> if there are none.</summary>
    public static JobMetadata? Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ImmutableArray<KeyValuePair<string, string>> sorted = [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        return sorted.IsEmpty ? null : new JobMetadata(sorted);
    }

    public bool Equals(JobMetadata? other) => other is not null && Pairs.SequenceEqual(other.Pairs);

    public override int GetHashCode() => Pairs.Aggregate(0, HashCode.Combine);
}
