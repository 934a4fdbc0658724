namespace RetailPulse.Cli.Output;

/// <summary>Where the entries of a list come from.</summary>
internal enum ListSource
{
    /// <summary>Responses of the API with several entries each.</summary>
    Pages,

    /// <summary>Responses of the API, each of which is an entry.</summary>
    Responses,

    /// <summary>This program. No response of the API has them.</summary>
    Program,
}
