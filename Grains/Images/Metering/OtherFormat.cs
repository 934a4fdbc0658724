namespace RetailPulse.Grains.Images.Metering;

/// <summary>Names formats that begin like text. None of them is measured.</summary>
internal static class OtherFormat
{
    /// <summary>
    /// Returns the format of content that begins with <paramref name="head"/>; <see langword="null"/> if it is not an image.
    /// </summary>
    public static string? Recognize(ReadOnlySpan<byte> head) =>
        head switch
        {
            _ when Markup.IsSvg(head) => "svg",
            _ when IsPnm(head) => "pnm",
            _ => null,
        };

    // Netpbm: P1 to P6, blanks or comments, and the width; P7, a line end and the first field of its header; Pf and PF as P1.
    private static bool IsPnm(ReadOnlySpan<byte> head)
    {
        if (
            head
            is not [
                (byte)'P',
                (>= (byte)'1' and <= (byte)'7')
                or (byte)'f'
                or (byte)'F',
                (byte)' '
                or (byte)'\t'
                or (byte)'\r'
                or (byte)'\n'
                or (byte)'#',
                ..,
            ]
        )
            return false;
        var rest = head[2..].TrimStart(" \t\r\n"u8);
        return rest is [(byte)'#', ..] || (head[1] == '7' ? rest.StartsWith("WIDTH"u8) : rest is [>= (byte)'0' and <= (byte)'9', ..]);
    }
}
