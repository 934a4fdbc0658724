using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RetailPulse.Cli.Commands;

/// <summary>Prints the help of a command, with its details and examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, int width) : SynchronousCommandLineAction
{
    /// <summary>Examples of the program as a whole.</summary>
    private static readonly string[] FirstSteps =
    [
        "retailpulse login --server https://pulse.example   # not needed for http://localhost:8080",
        "retailpulse submit photos.csv --wait               # prints the id of the job, such as 17",
        "retailpulse failures 17",
        "retailpulse images 17 -o csv > results.csv",
    ];

    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = width;
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command as ExampleCommand;
        if (command?.Details is { } details)
            output.WriteLine($"Details:\n{Indent(details)}\n");
        output.WriteLine($"Examples:\n{Indent(string.Join('\n', command?.Examples ?? FirstSteps))}");
        return code;
    }

    /// <summary>Help is printed although other arguments are invalid.</summary>
    public override bool ClearsParseErrors => true;

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}".TrimEnd()));
}
