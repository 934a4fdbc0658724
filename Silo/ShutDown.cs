namespace RetailPulse.Silo;

/// <summary>Ends a process that was asked to stop, by SIGTERM or Ctrl+C, within 20 s whatever its cluster and its database do.</summary>
internal static partial class ShutDown
{
    /// <summary>For all parts of the host: the web server answers what it has begun, the silo hands over its work and leaves the cluster.</summary>
    private static readonly TimeSpan PartsWithin = TimeSpan.FromSeconds(15);

    /// <summary>Leaving the cluster is tried for a minute when the database is gone. Others find out without it, so the process ends before.</summary>
    private static readonly TimeSpan AllWithin = TimeSpan.FromSeconds(18);

    public static void AddShutDown(this IServiceCollection services) => services.Configure<HostOptions>(host => host.ShutdownTimeout = PartsWithin);

    /// <summary>Returns when the host was asked to stop and has ended, or has had its time.</summary>
    public static async Task WaitAsync(IHost host)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Lifetime(host).ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
        await EndAsync(host);
    }

    /// <summary>Stops and disposes the host. What is left of it when its time is over ends with the process.</summary>
    /// <param name="quietly">Whether to log no failure: a part that never started may refuse to stop.</param>
    public static async Task EndAsync(IHost host, bool quietly = false)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ShutDown));
        try
        {
            await StopAsync(host).WaitAsync(AllWithin, TimeProvider.System);
        }
        catch (Exception exception)
        {
            if (!quietly) LogCutShort(logger, exception.Message);
        }
    }

    private static async Task StopAsync(IHost host)
    {
        await using var disposal = (IAsyncDisposable)host;
        await host.StopAsync();
    }

    private static IHostApplicationLifetime Lifetime(IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The process ends before all its parts did; nothing that was promised is lost ({Problem})")]
    private static partial void LogCutShort(ILogger logger, string problem);
}
