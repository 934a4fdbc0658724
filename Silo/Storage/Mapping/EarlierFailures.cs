using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Converts the reasons of failed attempts to and from the column <c>earlier_failures</c>.</summary>
internal static class EarlierFailures
{
    /// <summary>Parses the result of <see cref="Format"/>.</summary>
    public static ImmutableArray<ImageReason> Parse(string? failures) =>
        failures is null ? [] : [.. JsonSerializer.Deserialize<string[]>(failures)!.Select(StoredCodes.ParseReason)];

    /// <summary>Returns a JSON array of codes; <see langword="null"/> if there are none.</summary>
    public static string? Format(ImmutableArray<ImageReason> failures) =>
        failures.IsEmpty ? null : JsonSerializer.Serialize(failures.Select(failure => failure.Code()));
}
