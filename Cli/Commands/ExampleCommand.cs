using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary>A command whose help ends in examples.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines, each optionally with a comment.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Further explanation, which follows the options.</summary>
    public string? Details { get; set; }
}
