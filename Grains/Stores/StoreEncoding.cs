using System.Text;

namespace RetailPulse.Grains.Stores;

/// <summary>The text encoding of a store master.</summary>
/// <param name="LineFault">Error of a line with <see cref="Undecodable"/>.</param>
internal sealed record StoreEncoding(Encoding Encoding, string LineFault)
{
    /// <summary>Advice for a file that is not CSV in UTF-8.</summary>
    public const string Advice = "save it as \"CSV UTF-8 (Comma delimited)\"";

    /// <summary>Replacement for bytes that are invalid in the encoding. It is not a character, so no valid file contains it.</summary>
    public const char Undecodable = '\uFFFF';

    private const int StartLength = 4;

    private static readonly DecoderReplacementFallback Replacement = new(Undecodable.ToString());

    private static readonly StoreEncoding Utf8 = Of("utf-8", $"the line is not UTF-8; the file is probably in Windows-1252: {Advice}");
    private static readonly StoreEncoding Utf16 = Of("utf-16", $"the line is not UTF-16: {Advice}");
    private static readonly StoreEncoding Utf16BigEndian = Of("utf-16BE", Utf16.LineFault);

    /// <summary>Returns the encoding of a file, or its kind if it is not supported text.</summary>
    /// <param name="csv">File at its beginning. It is reset to the beginning.</param>
    public static (StoreEncoding? Encoding, string? Fault) Find(Stream csv)
    {
        Span<byte> start = stackalloc byte[StartLength];
        var length = csv.ReadAtLeast(start, StartLength, throwOnEndOfStream: false);
        csv.Position = 0;
        return start[..length] switch
        {
            [(byte)'P', (byte)'K', 3, 4] => (null, $"this is a zip archive, such as an Excel workbook (.xlsx), and not CSV: {Advice}"),
            [0xD0, 0xCF, 0x11, 0xE0] => (null, $"this is an Excel workbook (.xls), and not CSV: {Advice}"),
            [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] => (null, $"this is UTF-32: {Advice}"),
            [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0] => (Utf16, null),
            [0xFE, 0xFF, ..] or [0, not 0, 0, not 0] => (Utf16BigEndian, null),
            _ => (Utf8, null),
        };
    }

    private static StoreEncoding Of(string name, string lineFault) =>
        new(Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, Replacement), lineFault);
}
