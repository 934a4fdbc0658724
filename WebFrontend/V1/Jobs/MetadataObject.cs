using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The metadata of a job in a body.</summary>
internal static class MetadataObject
{
    /// <summary>Returns an object with a member per pair, ordered by name; an empty one if there is no metadata.</summary>
    public static IReadOnlyDictionary<string, string> From(JobMetadata? metadata) =>
        new OrderedDictionary<string, string>(metadata?.Pairs ?? [], StringComparer.Ordinal);
}
