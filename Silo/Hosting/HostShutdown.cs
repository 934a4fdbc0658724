namespace RetailPulse.Silo.Hosting;

/// <summary>
/// Ends a process after SIGTERM or Ctrl+C within 20 s, regardless of the state of its cluster and its database. A front end that is watched drains
/// first.
/// </summary>
internal static partial class HostShutdown
{
    /// <summary>
    /// Time for all parts of the host: the web server completes its requests, and the silo hands over its work and leaves the cluster.
    /// </summary>
    private static readonly TimeSpan PartsTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time for everything. Without the database, Orleans tries to leave the cluster for a minute; other silos detect the exit anyway, so
    /// the process ends earlier.
    /// </summary>
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(18);

    public static void AddShutDown(this IServiceCollection services) =>
        services.Configure<HostOptions>(host => host.ShutdownTimeout = PartsTimeout);

    /// <summary>Returns after the host was asked to stop and has stopped or used up its time.</summary>
    public static async Task WaitAsync(IHost host)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Lifetime(host).ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
        if (host.Services.GetService<Drain>() is { } drain)
            await drain.WaitAsync();
        await EndAsync(host);
    }

    /// <summary>Stops and disposes the host. If its time runs out, the rest ends with the process.</summary>
    /// <param name="quietly">Whether to log no failure, because a part that never started may refuse to stop.</param>
    public static async Task EndAsync(IHost host, bool quietly = false)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HostShutdown));
        try
        {
            await StopAsync(host).WaitAsync(TotalTimeout, TimeProvider.System);
        }
        catch (Exception exception)
        {
            if (!quietly)
                LogCutShort(logger, exception.Message);
        }
    }

    private static async Task StopAsync(IHost host)
    {
        await using var disposal = (IAsyncDisposable)host;
        await host.StopAsync();
    }

    private static IHostApplicationLifetime Lifetime(IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>();

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Ending the process before all of its parts have stopped; no accepted job is lost ({Problem})"
    )]
    private static partial void LogCutShort(ILogger logger, string problem);
}
