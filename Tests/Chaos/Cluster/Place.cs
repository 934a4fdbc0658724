namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>Keeps one process running: whenever it ends, for any reason, the next one is started.</summary>
internal sealed class Place(string name, Func<ProductProcess> launch) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource stop = new();

    /// <summary>All processes so far. They are kept, because a fault may still refer to one that has ended.</summary>
    private readonly List<ProductProcess> all = [];

    private volatile ProductProcess? current;
    private volatile int killed;
    private Task supervision = Task.CompletedTask;

    public string Name => name;

    /// <summary>Number of processes that ended without being killed by a fault, such as a silo that finds itself declared dead.</summary>
    public int OwnExits { get; private set; }

    public bool IsReady => current is { HasExited: false, Ready.IsCompleted: true };

    public void Open() => supervision = SuperviseAsync();

    /// <summary>Kills the process with kill -9. Returns whether there was one.</summary>
    public async Task<bool> KillAsync()
    {
        if (current is not { HasExited: false } process)
            return false;
        killed = process.Id;
        await process.KillAsync();
        return true;
    }

    /// <summary>Sends SIGSTOP, and SIGCONT after a while. Returns whether there was a process to stop.</summary>
    public async Task<bool> FreezeAsync(TimeSpan lasting)
    {
        if (current is not { HasExited: false } process)
            return false;
        await process.SignalAsync("STOP");
        try
        {
            await Task.Delay(lasting, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await process.SignalAsync("CONT");
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await KillAsync();
        await supervision;
        foreach (var process in all)
            await process.DisposeAsync();
        stop.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var process = launch();
            all.Add(process);
            current = process;
            if (stop.IsCancellationRequested)
                return;
            await process.Exited;
            if (killed != process.Id)
                OwnExits++;
            await Task.Delay(Pause, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
