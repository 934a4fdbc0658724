using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>What the analysis service receives. The members have the names that they have in API v1.</summary>
/// <param name="ContentHash">32 hexadecimal digits; <see langword="null"/> if unknown.</param>
internal sealed record AnalysisBody(
    string Url,
    string? Format,
    int Width,
    int Height,
    long Perimeter,
    long Bytes,
    string? ContentHash,
    long JobId,
    int Visit,
    int Image
)
{
    public static AnalysisBody From(AnalyzedImage image)
    {
        var measured = image.Measurement;
        return new AnalysisBody(
            image.Url.AbsoluteUri,
            measured.Format,
            measured.Width,
            measured.Height,
            measured.Perimeter,
            measured.Bytes,
            measured.ContentHash == 0 ? null : measured.ContentHash.ToString("x32", CultureInfo.InvariantCulture),
            image.Owner.Job,
            image.Place.Visit,
            image.Place.Image
        );
    }

    /// <summary>Returns the body with its length: not every server accepts chunks.</summary>
    public HttpContent ToContent() =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(this, AnalysisBodyJson.Default.AnalysisBody))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AnalysisBody))]
internal sealed partial class AnalysisBodyJson : JsonSerializerContext;
