using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Cluster;

namespace RetailPulse.Grains.Ledger;

/// <summary>The time by which data is old enough to be deleted. A single wrong clock must not delete what is not.</summary>
/// <remarks>
/// It is the earlier one of this host's time and of the database server's. While the clock of this host has jumped forward since the start
/// of the process, nothing is old enough.
/// </remarks>
internal sealed partial class DeletionClock(ClockWatch watch, IDatabaseClock database, TimeProvider time, ILogger<DeletionClock> logger)
{
    /// <summary>Returns the time; <see langword="null"/> if nothing may be deleted because of its age.</summary>
    public async Task<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken)
    {
        if (watch.HasJumped)
        {
            LogJumped(watch.Jump);
            return null;
        }

        var here = time.GetUtcNow();
        if (await database.ReadAsync(cancellationToken) is not { } there)
            return here;
        if (here - there > ClockWatch.MaxJump)
            LogAhead(here - there);
        return here < there ? here : there;
    }

    [LoggerMessage(
        EventName = "ClockJumped",
        Level = LogLevel.Error,
        Message = "Keeping all expired data: the clock of this host jumped forward by {Jump}. Stop this process, set the clock, and start the process again"
    )]
    private partial void LogJumped(TimeSpan jump);

    [LoggerMessage(
        EventName = "ClockAhead",
        Level = LogLevel.Error,
        Message = "The clock of this host is {Difference} ahead of the clock of the database server, which decides what has expired. Stop this process, set the wrong clock, and start the process again"
    )]
    private partial void LogAhead(TimeSpan difference);
}
