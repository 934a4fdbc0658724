using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RetailPulse.Cli.Screen;

/// <summary>The surroundings of this process.</summary>
internal static class SystemSurroundings
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Request of <c>ioctl</c> on Linux.</summary>
    private const nuint GetWindowSize = 0x5413;

    public static Surroundings Create()
    {
        var input = OperatingSystem.IsLinux() ? OpenHandle(StandardInput, FileAccess.Read) : Console.OpenStandardInput();
        return new Surroundings
        {
            Input = input,
            Output = Open(StandardOutput, Console.OpenStandardOutput),
            Error = new StreamWriter(Open(StandardError, Console.OpenStandardError), new UTF8Encoding(false)) { AutoFlush = true },
            Environment = System
                .Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Width(),
            ReadSecret = ReadSecret,
            ReadAnswer = () => ReadLine(input),
        };
    }

    /// <summary>Returns a stream that writes to a standard stream of this process.</summary>
    /// <remarks>
    /// The stream of the console sends escape sequences to the terminal, and ignores that the reader of a pipe is gone, so that a command would
    /// produce its output for nobody. A file stream does not, but must not be used for files: it would not advance the position that several
    /// processes share.
    /// </remarks>
    private static Stream Open(int handle, Func<Stream> console)
    {
        if (!OperatingSystem.IsLinux())
            return console();
        var stream = OpenHandle(handle, FileAccess.Write);
        return stream.CanSeek ? console() : stream;
    }

    private static Stream OpenHandle(int handle, FileAccess access)
    {
        try
        {
            return new FileStream(new SafeFileHandle(handle, ownsHandle: false), access, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The process was started without this stream.
            return Stream.Null;
        }
    }

    /// <remarks>The console would send escape sequences to the terminal.</remarks>
    private static int Width()
    {
        const int unknown = 100;
        if (OperatingSystem.IsLinux())
            return
                (
                    ControlTerminal(StandardOutput, GetWindowSize, out var size) == 0
                    || ControlTerminal(StandardError, GetWindowSize, out size) == 0
                )
                && ColumnsOf(size) > 0
                ? ColumnsOf(size)
                : unknown;
        return Console.IsOutputRedirected ? unknown : Console.WindowWidth;
    }

    /// <summary>Returns the second of the four 16-bit numbers of <c>struct winsize</c>.</summary>
    private static int ColumnsOf(ulong size) => (int)((BitConverter.IsLittleEndian ? size >> 16 : size >> 32) & 0xffff);

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlTerminal(int handle, nuint request, out ulong size);

    /// <summary>Reads a line byte by byte, so that nothing after it is taken.</summary>
    private static string? ReadLine(Stream input)
    {
        var line = new List<byte>();
        while (input.ReadByte() is >= 0 and var next)
        {
            if (next == '\n')
                return Encoding.UTF8.GetString([.. line]);
            line.Add((byte)next);
        }

        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
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
