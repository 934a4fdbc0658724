using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RetailPulse.Cli.Commands;

/// <summary>Prints the help of a command, with its details and examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, int width) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = width;
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampleCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            if (command.Details is { } details)
                output.WriteLine($"Input:\n{Indent(details)}\n");
            output.WriteLine($"Examples:\n{Indent(string.Join('\n', command.Examples))}\n");
        }

        return code;
    }

    /// <summary>Help is printed although other arguments are invalid.</summary>
    public override bool ClearsParseErrors => true;

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}".TrimEnd()));
}
