using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The formats of a job's images.</summary>
internal enum Representation
{
    /// <summary>One page as JSON.</summary>
    Json,

    /// <summary>All images as CSV (RFC 4180).</summary>
    Csv,

    /// <summary>All images, one JSON object per line.</summary>
    Ndjson,
}

/// <summary>Chooses a representation by content negotiation.</summary>
/// <remarks>See RFC 9110, section 12.5.1.</remarks>
internal static class Representations
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
    public const string Offered = $"application/json, {Csv}, or {Ndjson}";

    /// <summary>All representations, in order of precedence for a client that has no preference.</summary>
    private static readonly (Representation Representation, MediaTypeHeaderValue Type)[] All =
    [
        (Representation.Json, new("application/json")),
        (Representation.Csv, new(Csv)),
        (Representation.Ndjson, new(Ndjson)),
    ];

    /// <summary>Returns the preferred representation; <see langword="null"/> if none is acceptable.</summary>
    public static Representation? Choose(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return Representation.Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return null;
        var liked = All.Select(offer => (offer.Representation, Range: Match(ranges, offer.Type)))
            .Where(offer => offer.Range is { Quality: not 0 })
            .OrderByDescending(offer => offer.Range!.Quality ?? 1)
            .ThenByDescending(offer => Precision(offer.Range!));
        return liked.Select(offer => (Representation?)offer.Representation).FirstOrDefault();
    }

    /// <summary>Returns the most specific range that matches a type.</summary>
    private static MediaTypeHeaderValue? Match(IEnumerable<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type) =>
        ranges.Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType))).MaxBy(Precision);

    private static int Precision(MediaTypeHeaderValue range) =>
        range switch
        {
            { MatchesAllTypes: true } => 0,
            { MatchesAllSubTypes: true } => 1,
            _ => 2,
        };
}
