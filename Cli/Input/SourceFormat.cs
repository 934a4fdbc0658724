namespace RetailPulse.Cli.Input;

/// <summary>The format of a file to submit.</summary>
internal enum SourceFormat
{
    /// <summary>One object with the visits, as the API accepts it.</summary>
    Json,

    /// <summary>One visit per line.</summary>
    Ndjson,

    /// <summary>One image per row.</summary>
    Csv,
}

/// <summary>Detects the format by the content, so that a wrong or missing extension does no harm.</summary>
internal static class SourceFormats
{
    /// <param name="beginning">The first bytes of the file.</param>
    public static SourceFormat Detect(ReadOnlySpan<byte> beginning)
    {
        var text = beginning.StartsWith("\uFEFF"u8) ? beginning[3..] : beginning;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != '{')
            return SourceFormat.Csv;

        // A visit begins with one of its members; a job has others.
        var name = text[1..].TrimStart(" \t\r\n"u8);
        return
            name.StartsWith("\"store_id\""u8)
            || name.StartsWith("\"image_url\""u8)
            || name.StartsWith("\"visit_time\""u8)
            || name.StartsWith("\"reference\""u8)
            ? SourceFormat.Ndjson
            : SourceFormat.Json;
    }
}
