using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Api;

/// <summary>As what a client wants a job's images.</summary>
internal enum Representation
{
    /// <summary>A page at a time.</summary>
    Json,

    /// <summary>All of them, as RFC 4180 has it.</summary>
    Csv,

    /// <summary>All of them, one JSON object per line.</summary>
    Ndjson,
}

/// <summary>Content negotiation.</summary>
/// <remarks>RFC 9110, section 12.5.1.</remarks>
internal static class Representations
{
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
    public const string Offered = $"application/json, {Csv} and {Ndjson}";

    /// <summary>In the order in which they are given to a client that likes them equally.</summary>
    private static readonly (Representation Representation, MediaTypeHeaderValue Type)[] All =
        [(Representation.Json, new("application/json")), (Representation.Csv, new(Csv)), (Representation.Ndjson, new(Ndjson))];

    /// <summary>What <paramref name="accept"/> prefers; <see langword="null"/> when it takes nothing that there is.</summary>
    public static Representation? Choose(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept)) return Representation.Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return null;
        var liked = All.Select(offer => (offer.Representation, Range: Match(ranges, offer.Type))).Where(offer => offer.Range is { Quality: not 0 })
            .OrderByDescending(offer => offer.Range!.Quality ?? 1).ThenByDescending(offer => Precision(offer.Range!));
        return liked.Select(offer => (Representation?)offer.Representation).FirstOrDefault();
    }

    /// <summary>The range that says most precisely how much a type is liked.</summary>
    private static MediaTypeHeaderValue? Match(IEnumerable<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type) =>
        ranges.Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType))).MaxBy(Precision);

    private static int Precision(MediaTypeHeaderValue range) => range switch
    {
        { MatchesAllTypes: true } => 0,
        { MatchesAllSubTypes: true } => 1,
        _ => 2,
    };
}
