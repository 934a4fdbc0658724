using RetailPulse.Stores;

namespace RetailPulse.Silo.Health;

/// <summary>Decides whether this process can serve, and remembers whether anybody asks.</summary>
/// <param name="grains">Returns the way to the cluster, which exists once the process has started.</param>
internal sealed class Readiness(IHostApplicationLifetime lifetime, Func<IGrainFactory> grains, DatabasePulse database, TimeProvider time)
{
    /// <summary>Time that each part has to answer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan WatchMemory = TimeSpan.FromMinutes(1);

    private long? asked;

    /// <summary>Whether the process has completed its start.</summary>
    public bool HasStarted => lifetime.ApplicationStarted.IsCancellationRequested;

    /// <summary>Whether somebody asked within the last minute, so that a stop should wait until they have seen it.</summary>
    public bool IsWatched => asked is { } at && time.GetElapsedTime(at) < WatchMemory;

    /// <summary>Returns whether a stop has begun, and remembers that somebody asked.</summary>
    public bool IsStopping()
    {
        asked = time.GetTimestamp();
        return lifetime.ApplicationStopping.IsCancellationRequested;
    }

    /// <summary>Returns what prevents this process from serving, such as <c>database</c>; <see langword="null"/> if nothing does.</summary>
    public async Task<string?> FindProblemAsync()
    {
        if (IsStopping())
            return "stopping";
        if (!HasStarted)
            return "starting";
        (string Name, Task<bool> Answers)[] parts =
        [
            ("cluster", AnswersAsync(() => grains().GetGrain<ISiloPulseGrain>(0).BeatAsync().AsTask())),
            ("database", database.BeatsAsync(Timeout)),
            ("store master", AnswersAsync(() => grains().GetGrain<IStoreMasterGrain>(0).GetVersionAsync().AsTask())),
        ];
        var silent = new List<string>();
        foreach (var (name, answers) in parts)
        {
            if (!await answers)
                silent.Add(name);
        }

        return lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
            : silent.Count == 0 ? null
            : string.Join(", ", silent);
    }

    /// <summary>Returns whether a call returns in time. If it throws anything, its part cannot serve.</summary>
    private async Task<bool> AnswersAsync(Func<Task> call)
    {
        try
        {
            await call().WaitAsync(Timeout, time);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
