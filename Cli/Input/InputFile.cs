using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Input;

/// <summary>Opens what the user names to be read: a file, a pipe, or standard input.</summary>
internal static class InputFile
{
    public const string StandardInput = "-";

    /// <summary>Returns the name for messages, and the content. Reading a pipe can be canceled.</summary>
    /// <param name="path">Path, or <c>-</c> for <paramref name="input"/>.</param>
    /// <exception cref="CommandException">The file does not exist, or cannot be read.</exception>
    public static async Task<(string Name, Stream Content)> OpenAsync(string path, Stream input, CancellationToken cancellationToken)
    {
        if (path == StandardInput)
            return ("standard input", input);
        if (path.Length == 0)
            throw CommandException.Usage("The name of a file is empty.");
        try
        {
            // A named pipe opens when somebody writes to it.
            var file = await Task.Run(() => File.OpenRead(path), CancellationToken.None).WaitAsync(cancellationToken);
            return (path, file.CanSeek ? file : new InterruptibleStream(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(path, exception);
        }
    }

    public static CommandException Unreadable(string name, Exception exception) =>
        CommandException.Usage($"{name} cannot be read: {exception.Message}");
}
