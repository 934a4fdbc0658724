using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Silo.Storage;

/// <summary>Converts reasons to and from their stored form.</summary>
internal static class Reasons
{
    private static readonly Dictionary<string, ImageReason> Codes =
        Enum.GetValues<ImageReason>().Where(reason => reason != ImageReason.None).ToDictionary(reason => reason.Code()!);

    public static ImageReason Parse(string code) => Codes[code];

    /// <summary>Parses the result of <see cref="Format"/>.</summary>
    public static ImmutableArray<ImageReason> ParseAll(string? failures) =>
        failures is null ? [] : [.. JsonSerializer.Deserialize<string[]>(failures)!.Select(Parse)];

    /// <summary>Returns a JSON array of codes; <see langword="null"/> if there are none.</summary>
    public static string? Format(ImmutableArray<ImageReason> failures) =>
        failures.IsEmpty ? null : JsonSerializer.Serialize(failures.Select(failure => failure.Code()));
}
