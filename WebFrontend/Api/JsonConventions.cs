using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The conventions of JSON bodies. Each area has a serializer context of its own with these options.</summary>
internal static class JsonConventions
{
    /// <summary>Keeps URLs readable. These bodies are never part of a page, where <c>&amp;</c> would have to be escaped.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Returns new options, because each serializer context takes ownership of its options.</summary>
    public static JsonSerializerOptions NewOptions() =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = Encoder,

            // Otherwise a misspelled member would be treated as a missing one.
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
}
