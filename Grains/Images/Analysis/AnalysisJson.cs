using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>Checks the JSON of an analysis before it is kept.</summary>
/// <remarks>It becomes part of the responses of the API, so it must be readable and writable there.</remarks>
internal static class AnalysisJson
{
    /// <summary>Maximum size, in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Maximum depth: half of what readers of JSON accept by default, because responses nest it.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the text without insignificant white space; <see langword="null"/> if it is not JSON, or nested too deep.</summary>
    /// <remarks>A byte order mark is ignored (RFC 8259, section 8.1).</remarks>
    public static string? Compact(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(WithoutMark(json.Span)), Reading);
            var compact = new ArrayBufferWriter<byte>(json.Length);
            using (var writer = new Utf8JsonWriter(compact, Writing))
                document.WriteTo(writer);
            return Encoding.UTF8.GetString(compact.WrittenSpan);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair is found only when the text is written.
            return null;
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json[3..] : json;
}
