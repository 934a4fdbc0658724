using RetailPulse.Silo.Health;

namespace RetailPulse.Silo.Hosting;

/// <summary>
/// The time between the beginning of a stop, from which on <c>/health/ready</c> and <c>/health</c> fail, and its first effect on clients. Only a front end has
/// one.
/// </summary>
/// <remarks>A load balancer must see that the process is not ready before connections are refused.</remarks>
internal sealed partial class Drain(TimeSpan duration, Readiness readiness, TimeProvider time, ILogger<Drain> logger)
{
    /// <summary>Waits, unless nobody asked within the last minute whether this process is ready.</summary>
    public async Task WaitAsync()
    {
        if (duration <= TimeSpan.Zero || !readiness.IsWatched)
            return;
        LogBegun(duration);
        await Task.Delay(duration, time);
    }

    [LoggerMessage(
        EventName = "DrainBegun",
        Level = LogLevel.Information,
        Message = "Draining for {Duration}: requests are still served, and /health/ready and /health fail"
    )]
    private partial void LogBegun(TimeSpan duration);
}
