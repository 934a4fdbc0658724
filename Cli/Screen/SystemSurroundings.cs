using System.Collections;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RetailPulse.Cli.Screen;

/// <summary>The surroundings of this process.</summary>
internal static class SystemSurroundings
{
    private const int StandardOutput = 1;

    public static Surroundings Create() =>
        new()
        {
            Input = Console.OpenStandardInput(),
            Output = OpenOutput(),
            Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
            Environment = System
                .Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Width(),
            ReadSecret = ReadSecret,
            ReadAnswer = Console.ReadLine,
        };

    /// <remarks>
    /// The stream of the console ignores that the reader of a pipe is gone, and a command would produce its output for nobody. A file stream
    /// reports it, but must not be used for files: it would not advance the position that several processes share.
    /// </remarks>
    private static Stream OpenOutput()
    {
        if (!Console.IsOutputRedirected || !OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    private static int Width()
    {
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
            return 100;
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 100;
        }
        catch (IOException)
        {
            return 100;
        }
    }

    private static string ReadSecret()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                return text.ToString();
            if (key.Key == ConsoleKey.Backspace)
                text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                text.Append(key.KeyChar);
        }
    }
}
