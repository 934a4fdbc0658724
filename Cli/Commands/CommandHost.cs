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
            session.Report(exception.Message, exception.Hint);
            return exception.ExitCode;
        }
        catch (RetailPulseException exception)
        {
            await FlushAsync(session);
            session.Report(ServiceFailures.Describe(exception), ServiceFailures.HintFor(exception));
            return ServiceFailures.CodeOf(exception);
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
            session.Report(exception.Message, null);
            return ExitCode.Usage;
        }
        catch (Exception exception)
        {
            await FlushAsync(session);
            session.Report(
                session.IsVerbose ? $"Unexpected: {exception}" : $"Unexpected: {exception.GetType().Name}: {exception.Message}",
                session.IsVerbose
                    ? "This is a defect of this program. Report it."
                    : "This is a defect of this program. To see where: --verbose"
            );
            return ExitCode.Usage;
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

    private static bool IsBrokenPipe(IOException exception) => (exception.HResult & 0xffff) == BrokenPipe;
}
