namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks run-length encoded bitmaps to their end-of-bitmap mark. Source: Microsoft, "Bitmap Compression".</summary>
internal static class BmpRuns
{
    private const byte EndOfLine = 0;
    private const byte EndOfBitmap = 1;
    private const byte Delta = 2;

    /// <summary>Walks to the mark or, because some files have none, to the end of the data.</summary>
    /// <remarks>The mark takes precedence, because decoders use it and the length in the header is often wrong.</remarks>
    /// <param name="length">Length of the data according to the header, in bytes; 0 if unknown.</param>
    public static async ValueTask WalkAsync(ForwardReader reader, BmpLayout layout, uint length)
    {
        var end = length == 0 ? long.MaxValue : reader.Position + length;
        while (reader.Position < end && await reader.NeedAsync(2).ConfigureAwait(false))
        {
            var pair = await reader.ReadAsync(2).ConfigureAwait(false);
            var (count, code) = (pair.Span[0], pair.Span[1]);
            if (count == 0 && code == EndOfBitmap)
                return;
            await reader.SkipAsync(count > 0 ? RunLength(layout) : EscapeLength(layout, code)).ConfigureAwait(false);
        }
    }

    // The second byte of a pair is the color of the run, or its blue value, followed by green and red.
    private static int RunLength(BmpLayout layout) => layout == BmpLayout.Rle24 ? 2 : 0;

    private static int EscapeLength(BmpLayout layout, byte code) =>
        (layout, code) switch
        {
            (_, EndOfLine) => 0,
            (_, Delta) => 2,
            (BmpLayout.Rle4, _) => PadToWord((code + 1) / 2),
            (BmpLayout.Rle8, _) => PadToWord(code),
            _ => PadToWord(3 * code),
        };

    private static int PadToWord(int bytes) => (bytes + 1) & ~1;
}
