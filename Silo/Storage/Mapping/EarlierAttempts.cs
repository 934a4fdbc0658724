using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Converts the times of failed attempts to and from the column <c>earlier_attempts</c>.</summary>
internal static class EarlierAttempts
{
    /// <summary>Parses the result of <see cref="Format"/>.</summary>
    public static ImmutableArray<AttemptTime> Parse(string? attempts) =>
        attempts is null
            ? []
            :
            [
                .. JsonSerializer
                    .Deserialize<long[][]>(attempts)!
                    .Select(pair => new AttemptTime(DateTimeOffset.FromUnixTimeMilliseconds(pair[0]), TimeSpan.FromMilliseconds(pair[1]))),
            ];

    /// <summary>
    /// Returns a JSON array of pairs, each with the milliseconds since 1970 and of the duration; <see langword="null"/> if there are none.
    /// </summary>
    public static string? Format(ImmutableArray<AttemptTime> attempts) =>
        attempts.IsDefaultOrEmpty
            ? null
            : JsonSerializer.Serialize(
                attempts.Select(attempt => new[] { attempt.EndedAt.ToUnixTimeMilliseconds(), (long)attempt.Elapsed.TotalMilliseconds })
            );
}
