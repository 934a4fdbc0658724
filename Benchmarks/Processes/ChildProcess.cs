using System.Diagnostics;
using System.Threading.Channels;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>A process that this run started, and the only kind that it kills: when disposed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Maximum number of output lines that are kept for error messages.</summary>
    private const int Kept = 20;

    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest }
    );
    private readonly Queue<string> last = new();
    private readonly Task reading;

    private ChildProcess(Process process)
    {
        this.process = process;
        reading = ReadAllAsync();
    }

    /// <summary>Cost of this process only. Readable while it runs.</summary>
    public Cost Cost
    {
        get
        {
            process.Refresh();
            return new Cost(process.TotalProcessorTime, process.PeakWorkingSet64);
        }
    }

    /// <summary>From now on <see cref="Cost.PeakBytes"/> is the largest resident set since now (Linux: proc_pid_clear_refs(5)).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");

    /// <summary>The end of its output.</summary>
    public string LastWords
    {
        get
        {
            lock (last)
                return string.Join('\n', last);
        }
    }

    /// <param name="assembly">Path of a program's <c>.dll</c>; its folder becomes the working directory.</param>
    public static ChildProcess Start(string assembly, IEnumerable<string> arguments) =>
        new(
            Process.Start(
                new ProcessStartInfo("dotnet", [assembly, .. arguments])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = Path.GetDirectoryName(assembly),
                }
            )!
        );

    /// <summary>This same program, in a process of its own.</summary>
    public static ChildProcess StartSelf(params string[] arguments) => Start(typeof(ChildProcess).Assembly.Location, arguments);

    /// <summary>Waits for a line with <paramref name="mark"/> and answers what follows it.</summary>
    /// <exception cref="BenchmarkException">The process ended without such a line.</exception>
    public async Task<string> ReadAfterAsync(string mark, CancellationToken cancellationToken)
    {
        await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken))
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0)
                return line[(at + mark.Length)..].Trim();
        }

        throw new BenchmarkException($"A process ended before it said '{mark}'. Its last words:\n{LastWords}");
    }

    public Task TellAsync(string line, CancellationToken cancellationToken) =>
        process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);

    /// <summary>kill -9: it gets no chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await reading;
        process.Dispose();
    }

    private async Task ReadAllAsync()
    {
        process.StandardInput.AutoFlush = true;
        await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        lines.Writer.Complete();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lines.Writer.TryWrite(line);
            lock (last)
            {
                last.Enqueue(line);
                if (last.Count > Kept)
                    last.Dequeue();
            }
        }
    }
}
