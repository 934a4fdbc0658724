namespace RetailPulse.Grains.Images.Metering;

/// <summary>Distinguishes SVG from other text by its root element.</summary>
internal static class Markup
{
    /// <summary>Number of bytes of a document that are searched for its root element.</summary>
    public const int Prologue = 4096;

    public static bool IsSvg(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        while (TrySkipPrologue(ref text)) { }
        return text.StartsWith("<svg"u8) && (text.Length == 4 || " \t\r\n>/:"u8.Contains(text[4]));
    }

    private static bool TrySkipPrologue(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        var terminator = text switch
        {
            _ when text.StartsWith("<?"u8) => "?>"u8,
            _ when text.StartsWith("<!--"u8) => "-->"u8,
            _ when text.StartsWith("<!DOCTYPE"u8) => DoctypeTerminator(text),
            _ => default,
        };
        var at = terminator.IsEmpty ? -1 : text.IndexOf(terminator);
        if (at < 0)
            return false;
        text = text[(at + terminator.Length)..];
        return true;
    }

    private static ReadOnlySpan<byte> DoctypeTerminator(ReadOnlySpan<byte> text) =>
        text[Math.Max(0, text.IndexOfAny((byte)'[', (byte)'>'))] == '[' ? "]>"u8 : ">"u8;
}
