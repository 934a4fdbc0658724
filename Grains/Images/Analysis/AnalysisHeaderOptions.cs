using System.ComponentModel;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>An entry of <c>RetailPulse:Analysis:Headers</c>: a header that is sent to the analysis service.</summary>
public sealed class AnalysisHeaderOptions
{
    /// <summary>Name of the header, such as <c>Authorization</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Value of the header, 1 to 8,192 visible ASCII characters, spaces and tabs. It is never logged.</summary>
    [PasswordPropertyText(true)]
    public string Value { get; set; } = "";
}
