namespace RetailPulse.Cli.Exits;

/// <summary>A command cannot continue.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to do about it; <see langword="null"/> if the message says so.</param>
internal sealed class CommandException(int exitCode, string message, string? hint = null) : Exception(message)
{
    public int ExitCode => exitCode;

    public string? Hint => hint;

    public static CommandException Usage(string message, string? hint = null) => new(Exits.ExitCode.Usage, message, hint);
}
