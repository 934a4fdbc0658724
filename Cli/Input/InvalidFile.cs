using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Input;

/// <summary>Creates the error for a file that is invalid.</summary>
internal static class InvalidFile
{
    public static CommandException At(string file, int line, string problem, string? hint = null) =>
        CommandException.Usage(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}", hint);
}
