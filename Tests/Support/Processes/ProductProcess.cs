using System.Diagnostics;
using System.Text;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>A front end or a silo as a real process with its own settings, killed when disposed.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Limits how many processes start at once: a start needs a whole processor for seconds, and would slow down other tests.
    /// </summary>
    private static readonly SemaphoreSlim Starts = new(2);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string readyLine;

    private readonly string? log;

    private ProductProcess(string assembly, string readyLine, IEnumerable<string> arguments, ProcessEnvironment? environment = null)
    {
        this.readyLine = readyLine;
        log = environment?.Log;
        var folder = environment?.Folder ?? AppContext.BaseDirectory;
        string[] command = [.. environment?.Launcher ?? [], "dotnet", Path.Combine(folder, $"RetailPulse.{assembly}.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // Optimizes a method only once it is hot, which halves the time of a start: tests start hundreds of processes that live for
        // seconds.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        foreach (var (name, value) in environment?.Variables ?? [])
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>HTTP client of a front end, which checks every response against the API's document.</summary>
    public AnswerCheck Answers { get; } = new(new SocketsHttpHandler());

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Completes when the process serves requests or has joined its cluster.</summary>
    public Task Ready => ready.Task;

    public Task Exited => process.WaitForExitAsync();

    /// <summary>Waits until the process is ready, for as long as a start may take.</summary>
    public async Task ReadyAsync()
    {
        var first = await Task.WhenAny(Ready, Exited, Task.Delay(StartWithin));
        Assert.True(first == Ready, $"The process is not ready:\n{Output}");
    }

    /// <summary>Waits until the process has ended, for as long as a start may take.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAny(Exited, Task.Delay(StartWithin));
        Assert.True(HasExited, $"The process does not end:\n{Output}");
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a front end and returns when it listens.</summary>
    public static Task<ProductProcess> StartFrontEndAsync(params string[] arguments) =>
        StartFrontEndAsync(new ProcessEnvironment(), arguments);

    /// <summary>Starts a front end in the given environment and returns when it listens.</summary>
    public static async Task<ProductProcess> StartFrontEndAsync(ProcessEnvironment environment, params string[] arguments)
    {
        var started = await StartAsync("WebFrontend", "Now listening on: ", ["--urls", "http://127.0.0.1:0", .. arguments], environment);
        started.Http = new HttpClient(started.Answers) { BaseAddress = new Uri(await started.ready.Task) };
        return started;
    }

    /// <summary>Starts the demo on a free port and returns when it listens.</summary>
    public static async Task<ProductProcess> StartDemoAsync(ProcessEnvironment environment, params string[] arguments)
    {
        var started = await StartAsync("WebFrontend", "Console: ", ["--demo", "--urls", "http://127.0.0.1:0", .. arguments], environment);
        started.Http = new HttpClient(started.Answers) { BaseAddress = new Uri(await started.ready.Task) };
        return started;
    }

    /// <summary>Starts a silo and returns when it has joined its cluster.</summary>
    public static Task<ProductProcess> StartSiloAsync(params string[] arguments) => StartSiloAsync(new ProcessEnvironment(), arguments);

    /// <summary>Starts a silo in the given environment and returns when it has joined its cluster.</summary>
    public static Task<ProductProcess> StartSiloAsync(ProcessEnvironment environment, params string[] arguments) =>
        StartAsync("Silo", "Application started", arguments, environment);

    /// <summary>Starts a process and returns at once.</summary>
    public static ProductProcess Launch(string assembly, params string[] arguments) =>
        Launch(assembly, new ProcessEnvironment(), arguments);

    /// <summary>Starts a process and returns at once. <see cref="Ready"/> and <see cref="Exited"/> report its progress.</summary>
    public static ProductProcess Launch(string assembly, ProcessEnvironment environment, params string[] arguments)
    {
        var launched = new ProductProcess(assembly, "Application started", arguments, environment);
        launched.Start();
        return launched;
    }

    /// <summary>Runs a process to its end and returns the exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string assembly, params string[] arguments)
    {
        await using var run = new ProductProcess(assembly, "never", arguments);
        await Starts.WaitAsync();
        try
        {
            run.Start();
            await run.EndAsync();
            return (run.process.ExitCode, run.Output);
        }
        finally
        {
            Starts.Release();
        }
    }

    /// <summary>Kills the process without giving it a chance to clean up.</summary>
    public async Task KillAsync()
    {
        if (process.HasExited)
            return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, as an operator or an orchestrator does to stop a process.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        var asked = Stopwatch.StartNew();
        await SignalAsync("TERM");
        await process.WaitForExitAsync().WaitAsync(StartWithin);
        return (process.ExitCode, asked.Elapsed);
    }

    /// <param name="signal">Name of the signal, such as <c>STOP</c>.</param>
    public Task SignalAsync(string signal) => Command.TryAsync("kill", $"-{signal}", $"{process.Id}");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http?.Dispose();
        Answers.Dispose();
        process.Dispose();
    }

    private static async Task<ProductProcess> StartAsync(
        string assembly,
        string readyLine,
        IEnumerable<string> arguments,
        ProcessEnvironment? environment = null
    )
    {
        var started = new ProductProcess(assembly, readyLine, arguments, environment);
        await Starts.WaitAsync();
        try
        {
            var clock = Stopwatch.StartNew();
            started.Start();
            var first = await Task.WhenAny(started.ready.Task, started.process.WaitForExitAsync(), Task.Delay(StartWithin));
            Assert.True(first == started.ready.Task, $"{assembly} did not start:\n{started.Output}");
            TestMachine.Observe(clock.Elapsed);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
        finally
        {
            Starts.Release();
        }
    }

    private void Start()
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (output)
        {
            output.AppendLine(line);
            if (log is not null)
                File.AppendAllText(log, $"{line}\n");
        }

        var at = line.IndexOf(readyLine, StringComparison.Ordinal);
        if (at >= 0)
            ready.TrySetResult(line[(at + readyLine.Length)..].Split('"')[0].Trim());
    }
}
