using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary>The filters by the references that the submission gave to images and visits.</summary>
internal sealed class ReferenceFilters
{
    public Option<string?> Image { get; } = new("--reference") { Description = "Images with this reference", HelpName = "TEXT" };

    public Option<string?> Visit { get; } =
        new("--visit-reference") { Description = "Images of visits with this reference", HelpName = "TEXT" };
}
