using System.Text.Json;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Reads the metadata of a job, which queries return as a JSON object.</summary>
internal static class MetadataText
{
    /// <param name="json">The object; <see langword="null"/> or empty if the job has no metadata.</param>
    public static JobMetadata? Parse(string? json) =>
        json is null ? null : JobMetadata.Of(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);
}
