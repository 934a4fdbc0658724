using System.CommandLine;
using RetailPulse.Cli.Output;

namespace RetailPulse.Cli.Commands;

/// <summary>The options of every command.</summary>
internal sealed class GlobalOptions
{
    private static readonly string[] Formats = ["table", "json", "ndjson", "csv", "id"];

    public Option<string?> Server { get; } =
        new("--server")
        {
            Description = "Address of the service",
            HelpName = "URL",
            Recursive = true,
        };

    public Option<string?> Profile { get; } =
        new("--profile")
        {
            Description = "Profile to use; see 'retailpulse config list'",
            HelpName = "NAME",
            Recursive = true,
        };

    public Option<string?> Output { get; } =
        new Option<string?>("--output", "-o")
        {
            Description = "Format: table, json, ndjson, csv, or id; see 'retailpulse help formats'",
            HelpName = "FORMAT",
            Recursive = true,
        }.AcceptOnly(Formats);

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print data and errors only", Recursive = true };

    public Option<bool> Verbose { get; } =
        new("--verbose", "-v") { Description = "Print each request to the service on standard error", Recursive = true };

    public IEnumerable<Option> All => [Server, Profile, Output, Quiet, Verbose];

    /// <summary>Refuses other formats than tables for a command that prints for people only.</summary>
    /// <param name="instead">What to use for programs.</param>
    public void AcceptOnlyTables(Command command, string instead) =>
        command.Validators.Add(result =>
        {
            if (result.GetResult(Output) is { Tokens: [{ Value: not "table" and var format }, ..] })
                result.AddError($"'{command.Name}' prints tables only, not {format}. {instead}");
        });

    public OutputFormat FormatOf(ParseResult parse, bool isTerminal) =>
        parse.GetValue(Output) switch
        {
            "table" => OutputFormat.Table,
            "json" => OutputFormat.Json,
            "ndjson" => OutputFormat.Ndjson,
            "csv" => OutputFormat.Csv,
            "id" => OutputFormat.Id,
            _ => isTerminal ? OutputFormat.Table : OutputFormat.Tsv,
        };
}
