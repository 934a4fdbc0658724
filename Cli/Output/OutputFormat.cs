namespace RetailPulse.Cli.Output;

/// <summary>The format of data on standard output.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>Tab-separated values without a header, for pipes.</summary>
    Tsv,

    /// <summary>Comma-separated values with a header, for spreadsheets.</summary>
    Csv,

    /// <summary>The responses of the API, unchanged.</summary>
    Json,

    /// <summary>The entries of the API's responses, one per line.</summary>
    Ndjson,

    /// <summary>Ids only, one per line.</summary>
    Id,
}
