using System.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>A media type that uploads a submission line by line.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Charsets">Names of encodings that the header may state.</param>
internal sealed record UploadFormat(string MediaType, params string[] Charsets)
{
    /// <summary>One visit per line, as JSON.</summary>
    public static readonly UploadFormat Ndjson = new("application/x-ndjson", "utf-8", "utf8");

    /// <summary>One image per row. The content itself determines whether it is UTF-8 or UTF-16.</summary>
    public static readonly UploadFormat Csv = new("text/csv", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be");

    private static readonly UploadFormat[] All = [Ndjson, Csv];

    /// <summary>Returns the format of a request's body; <see langword="null"/> if the request is not an upload.</summary>
    public static UploadFormat? Of(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? All.FirstOrDefault(format => format.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>Returns what is wrong with the headers, for people; <see langword="null"/> if the body can be read.</summary>
    public string? ProblemOf(HttpRequest request)
    {
        if (
            MediaTypeHeaderValue.Parse(request.ContentType!).CharSet?.Trim('"') is { } charset
            && !Charsets.Contains(charset, StringComparer.OrdinalIgnoreCase)
        )
            return $"Content-Type has a charset that {MediaType} cannot have here; send the body in UTF-8";
        return JsonFormat.CodingOf(request) is not null
            ? "Content-Encoding is not supported; send the body with gzip, with br, or without it"
            : null;
    }
}
