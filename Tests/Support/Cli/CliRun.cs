using System.Text;
using RetailPulse.Cli;
using RetailPulse.Cli.Commands;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Tests.Support.Cli;

/// <summary>Runs the command line in this process, with its own configuration folder, and without the environment of the tests.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-cli-").FullName;

    private TextWriter? errors;

    /// <param name="server">Address of the service; <see langword="null"/> for the default of the program.</param>
    public CliRun(Uri? server = null)
    {
        Variables["RETAILPULSE_CONFIG_DIR"] = Path.Combine(folder, "config");
        if (server is not null)
            Variables["RETAILPULSE_URL"] = server.ToString();
    }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Folder for files of the test.</summary>
    public string Folder => folder;

    public string Input { get; set; } = "";

    /// <summary>Standard input in place of <see cref="Input"/>, such as one that blocks.</summary>
    public Stream? InputStream { get; set; }

    /// <summary>Standard output in place of one whose content is returned, such as a closed pipe.</summary>
    public Stream? OutputStream { get; set; }

    /// <summary>Whether all three streams are a terminal.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>What is typed when a question or a key is requested.</summary>
    public string Typed { get; set; } = "";

    /// <summary>Waits until something is typed, in place of <see cref="Typed"/>.</summary>
    public Func<string>? Typing { get; set; }

    public Func<HttpMessageHandler>? Network { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Whether errors are part of the output, as on a terminal.</summary>
    public bool MergesStreams { get; set; }

    /// <summary>What the running command has printed on standard error.</summary>
    public string ErrorsSoFar => errors?.ToString() ?? "";

    public string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<CliResult> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public async Task<CliResult> RunAsync(CancellationToken stop, params string[] args)
    {
        using var output = new MemoryStream();
        await using TextWriter error = MergesStreams
            ? new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" }
            : new LockedWriter { NewLine = "\n" };
        errors = error;
        var host = new CommandHost(Surround(OutputStream ?? output, error));
        var code = await RetailPulseCommands.RunAsync(host, args, stop);
        return new CliResult(code, Encoding.UTF8.GetString(output.ToArray()), MergesStreams ? "" : error.ToString()!);
    }

    public Surroundings Surround(Stream output, TextWriter error) =>
        new()
        {
            Input = InputStream ?? new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            Output = output,
            Error = error,
            Environment = Variables,
            InputIsTerminal = IsTerminal,
            OutputIsTerminal = IsTerminal,
            ErrorIsTerminal = IsTerminal,
            ReadSecret = Typing ?? (() => Typed),
            ReadAnswer = Typing ?? (() => Typed),
            Network = Network,
            Time = Time,
        };

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>What a command line did.</summary>
internal sealed record CliResult(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
