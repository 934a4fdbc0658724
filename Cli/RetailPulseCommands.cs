using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using RetailPulse.Cli.Commands;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli;

/// <summary>All commands.</summary>
internal static class RetailPulseCommands
{
    public const string Name = "retailpulse";

    /// <summary>An argument that begins with <c>@</c>, such as a label, is not the name of a file with further arguments.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line to its end, and returns its exit code.</summary>
    public static async Task<int> RunAsync(CommandHost host, IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var root = CreateRoot(host);
        var parse = root.Parse(args, Parsing);
        if (LacksSubcommand(parse))
            parse = root.Parse([.. args, "--help"], Parsing);
        if (parse.Action is ParseErrorAction)
            return Refuse(host.Surroundings, parse);
        try
        {
            await using var output = new StreamWriter(host.Surroundings.Output, leaveOpen: true) { NewLine = "\n" };
            return await parse.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = host.Surroundings.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken
            );
        }
        catch (IOException)
        {
            // The reader of a help text is gone. Other commands handle their failures.
            return ExitCode.Pipe;
        }
    }

    public static RootCommand CreateRoot(CommandHost host)
    {
        var root = new RootCommand("Submit jobs of store visits to RetailPulse, follow them, and read the results.") { HelpName = Name };
        foreach (var option in host.Globals.All)
            root.Add(option);
        foreach (var command in Commands(host))
            root.Add(command);
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithExamples(help, Math.Min(host.Surroundings.Width, 110));
            if (option is VersionOption)
                option.Action = new VersionAction();
        }

        return root;
    }

    private static IEnumerable<Command> Commands(CommandHost host) =>
        [
            SubmitCommand.Create(host),
            StatusCommand.Create(host),
            WatchCommand.Create(host),
            WaitCommand.Create(host),
            JobsCommand.Create(host),
            ImagesCommand.Create(host),
            FailuresCommand.Create(host),
            RetryCommand.Create(host),
            CancelCommand.Create(host),
            AmendCommand.Create(host),
            VisitsCommand.Create(host),
            StoresCommand.Create(host),
            DuplicatesCommand.Create(host),
            WebhooksCommand.Create(host),
            TopCommand.Create(host),
            LoginCommand.Create(host),
            LoginCommand.CreateLogout(host),
            WhoAmICommand.Create(host),
            ConfigCommand.Create(host),
            KeysCommand.Create(host),
            DoctorCommand.Create(host),
            CompletionCommand.Create(host),
            HelpTopics.Create(host),
        ];

    /// <summary>Returns whether nothing is wrong but that a command was not completed, such as <c>retailpulse config</c>.</summary>
    private static bool LacksSubcommand(ParseResult parse) =>
        parse.CommandResult.Command is { Action: null, Subcommands.Count: > 0 } && parse is { Errors.Count: 1, UnmatchedTokens.Count: 0 };

    private static int Refuse(Surroundings surroundings, ParseResult parse)
    {
        var style = Style.For(surroundings, surroundings.ErrorIsTerminal);
        var suggestion = parse
            .UnmatchedTokens.Select(token => Suggestion.For(token.Split('=')[0], parse.CommandResult.Command))
            .FirstOrDefault(found => found is not null);

        // Name the unknown word instead of the missing command.
        var isUnknown = parse.UnmatchedTokens.Count > 0 && parse.CommandResult.Command.Action is null;
        IEnumerable<string> messages = isUnknown
            ? [$"'{parse.UnmatchedTokens[0]}' is not {(parse.UnmatchedTokens[0].StartsWith('-') ? "an option" : "a command")}."]
            : parse.Errors.Select(error => error.Message).Distinct();
        foreach (var message in messages)
            surroundings.Error.WriteLine($"{style.Paint("error:", Tone.Bad)} {Texts.Safe(message)}");
        if (suggestion is not null)
            surroundings.Error.WriteLine($"{style.Paint("hint:", Tone.Strong)}  Did you mean '{suggestion}'?");
        surroundings.Error.WriteLine($"{style.Paint("hint:", Tone.Strong)}  {Path(parse)} --help");
        return ExitCode.Usage;
    }

    /// <summary>Returns the name of the command with those of its parents.</summary>
    private static string Path(ParseResult parse)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = parse.CommandResult.Command; symbol is not (null or RootCommand); symbol = symbol.Parents.FirstOrDefault())
            names.Push(symbol.Name);
        return string.Join(' ', names.Prepend(Name));
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"{Name} {ProductVersion.Text}");
            return ExitCode.Done;
        }
    }
}
