using System.CommandLine;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>Runs commands, and turns their failures into messages and exit codes.</summary>
internal sealed class CommandHost(Surroundings surroundings)
{
    /// <summary><c>EPIPE</c>.</summary>
    private const int BrokenPipe = 32;

    private int signal;

    public GlobalOptions Globals { get; } = new();

    public Surroundings Surroundings => surroundings;

    /// <summary>Exit code of the signal that ended the command; 0 if there was none.</summary>
    public int Signal
    {
        get => signal;
        set => signal = value;
    }

    /// <summary>Makes a command run something that needs no other exit code than 0.</summary>
    public void Bind(Command command, Func<Session, ParseResult, CancellationToken, Task> run) =>
        Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                await run(session, parse, cancellationToken);
                return ExitCode.Done;
            }
        );

    /// <param name="run">Returns the exit code.</param>
    public void Bind(Command command, Func<Session, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((parse, cancellationToken) => RunAsync(parse, run, cancellationToken));

    private async Task<int> RunAsync(
        ParseResult parse,
        Func<Session, ParseResult, CancellationToken, Task<int>> run,
        CancellationToken cancellationToken
    )
    {
        using var session = new Session(
            surroundings,
            Globals.FormatOf(parse, surroundings.OutputIsTerminal),
            parse.GetValue(Globals.Quiet),
            parse.GetValue(Globals.Verbose),
            () => Target.Resolve(surroundings, parse.GetValue(Globals.Server), parse.GetValue(Globals.Profile))
        );
        try
        {
            var code = await run(session, parse, cancellationToken);
            await session.Out.FlushAsync();
            return code;
        }
        catch (CommandException exception)
        {
            await FlushAsync(session);
            return Fail(session, exception.ExitCode, exception.Message, exception.Hint);
        }
        catch (RetailPulseException exception)
        {
            await FlushAsync(session);
            return Fail(
                session,
                ServiceFailures.CodeOf(exception),
                ServiceFailures.Describe(exception),
                ServiceFailures.HintFor(exception)
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await FlushAsync(session);
            return Signal == 0 ? ExitCode.CtrlC : Signal;
        }
        catch (IOException exception) when (IsBrokenPipe(exception))
        {
            return ExitCode.Pipe;
        }
        catch (IOException exception)
        {
            return Fail(session, ExitCode.Usage, exception.Message, null);
        }
    }

    private static async Task FlushAsync(Session session)
    {
        try
        {
            await session.Out.FlushAsync();
        }
        catch (IOException)
        {
            // The reader is gone; the error still has to be reported.
        }
    }

    private static int Fail(Session session, int code, string message, string? hint)
    {
        session.Say($"{session.ErrorStyle.Paint("error:", Tone.Bad)} {Lines(message)}");
        if (hint is not null)
            session.Say($"{session.ErrorStyle.Paint("hint:", Tone.Strong)}  {hint}");
        return code;
    }

    /// <summary>Texts of the service can quote foreign texts.</summary>
    private static string Lines(string message) => string.Join('\n', message.Split('\n').Select(Texts.Safe));

    private static bool IsBrokenPipe(IOException exception) => (exception.HResult & 0xffff) == BrokenPipe;
}
