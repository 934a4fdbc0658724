using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Hosts;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>This silo's host queues, one per origin. An image that waits here holds no slot and no connection.</summary>
/// <remarks>Visits limit the number of waiting images: each lets at most a multiple of the slots wait and then pauses.</remarks>
internal sealed partial class HostQueues : IHostObservatory, IDisposable
{
    /// <summary>
    /// Number of hosts above which idle ones are dropped at once. The number must be limited, because clients choose the names.
    /// </summary>
    private const int MaxHosts = 1024;

    /// <summary>Number of hosts above which even those that requested a pause are dropped.</summary>
    private const int MaxPausedHosts = 16 * MaxHosts;

    private static readonly TimeSpan AdvanceInterval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(100);

    /// <summary>Time after which an image that waits makes room for others of its visit.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, HostQueue> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<HostQueue> watched = [];
    private readonly RandomSource random;
    private readonly TimeProvider time;
    private readonly HostTelemetry telemetry;
    private readonly ILogger<HostQueues> logger;
    private readonly int most;
    private readonly TimeSpan patience;
    private readonly long started;
    private readonly ITimer clock;
    private TimeSpan swept;

    public HostQueues(
        IOptions<ImagesOptions> options,
        RandomSource random,
        HostTelemetry telemetry,
        TimeProvider time,
        ILogger<HostQueues> logger
    )
    {
        (this.random, this.telemetry, this.time, this.logger) = (random, telemetry, time, logger);
        (most, patience) = (options.Value.MaxConnectionsPerHost, options.Value.HostPatience);
        started = time.GetTimestamp();
        clock = time.CreateTimer(_ => AdvanceWatched(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        telemetry.ObserveHosts(() => Read().Select(host => host.State));
    }

    public TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>Returns the origin of a URL. Http and https on one host are two origins.</summary>
    public static string OriginOf(Uri url) => url.GetLeftPart(UriPartial.Authority);

    /// <summary>Adds an image to the queue of the URL's host.</summary>
    /// <returns>
    /// An entry whose task completes with <see langword="true"/> when it is admitted, with <see langword="false"/> when the host has been
    /// down for longer than the image can wait, or as canceled.
    /// </returns>
    public HostQueueEntry Enqueue(Uri url, Owner owner, HostWaits waits, CancellationToken cancellationToken)
    {
        HostQueueEntry entry;
        lock (gate)
        {
            var now = Now;
            var host = FindOrAdd(OriginOf(url), now);
            entry = new HostQueueEntry(this, host, owner, waits);
            host.Add(entry, now);
            Advance(host, now);
            if (!entry.Task.IsCompleted)
            {
                entry.IsSlow = host.Slow(now, LongWait);
                entry.Registration = cancellationToken.UnsafeRegister(static state => ((HostQueueEntry)state!).Cancel(), entry);
            }
        }

        return entry;
    }

    /// <summary>Returns when the host can be called again; <see langword="null"/> if that is now or unknown.</summary>
    public DateTimeOffset? NextCallAt(HostQueue host)
    {
        lock (gate)
            return NextCallAt(host, Now);
    }

    /// <summary>Returns whether the URL's host is down or asked for a pause, so that nothing should be requested from it now.</summary>
    public bool IsClosed(Uri url)
    {
        lock (gate)
            return hosts.TryGetValue(OriginOf(url), out var host) && NextCallAt(host, Now) is not null;
    }

    /// <summary>Removes a waiting image from its queue. An admitted image is not affected.</summary>
    public void Cancel(HostQueueEntry entry)
    {
        lock (gate)
        {
            if (entry.Node.List is null)
                return;
            entry.Host.Remove(entry);
            entry.TrySetCanceled();
        }
    }

    /// <summary>Releases an entry and records the result of its call. An entry that is not admitted does not change.</summary>
    public void Leave(HostQueueEntry entry, CallEnd end, ImageAttempt attempt)
    {
        lock (gate)
        {
            if (!entry.GiveBack())
                return;
            var (host, now) = (entry.Host, Now);
            var before = host.Health;
            host.Leave(entry, end, attempt.RetryAfter ?? default, attempt.Outcome.Reason, now);
            ReportChange(host, before, now);
            Advance(host, now);
        }
    }

    public ImmutableArray<HostStatus> Read()
    {
        lock (gate)
        {
            var now = Now;
            return
            [
                .. hosts
                    .Values.Where(host => !host.Forgettable(now))
                    .Select(host => new HostStatus(
                        host.Origin,
                        StateOf(host.Health, now),
                        host.InFlight,
                        host.Waiting,
                        host.Health.Calls,
                        host.Health.RecentFailures,
                        host.LastReason,
                        NextCallAt(host, now)
                    )),
            ];
        }
    }

    public void Dispose() => clock.Dispose();

    private static HostState StateOf(HostHealth health, TimeSpan now) =>
        health.Down(now) ? HostState.Down
        : health.Troubled || health.Resting(now) ? HostState.Resting
        : health.Slowed ? HostState.Slowed
        : HostState.Up;

    private DateTimeOffset? NextCallAt(HostQueue host, TimeSpan now)
    {
        var at =
            host.Health.Resting(now) ? host.Health.RestUntil
            : host.Health.Troubled ? host.Health.NextAt
            : now;
        return at > now ? RoundUp(time.GetUtcNow() + (at - now)) : null;
    }

    /// <summary>Rounds a time up, so that the same time, computed twice from two clocks, does not look like a change.</summary>
    private static DateTimeOffset RoundUp(DateTimeOffset time) => time.AddTicks(Precision.Ticks - 1 - (time.Ticks - 1) % Precision.Ticks);

    private HostQueue FindOrAdd(string origin, TimeSpan now)
    {
        if (hosts.TryGetValue(origin, out var known) && !known.Forgettable(now))
            return known;
        if (hosts.Count >= MaxHosts && now - swept >= TimeSpan.FromSeconds(1))
        {
            swept = now;
            var all = hosts.Count >= MaxPausedHosts;
            foreach (var (idle, _) in hosts.Where(host => host.Value.Idle && (all || !host.Value.Health.Resting(now))).ToList())
                hosts.Remove(idle);
        }

        return hosts[origin] = new HostQueue(origin, most, patience, now);
    }

    private void Advance(HostQueue host, TimeSpan now)
    {
        host.Advance(now, random);
        if (host.NeedsClock(now))
            Watch(host);
    }

    private void Watch(HostQueue host)
    {
        if (watched.Add(host) && watched.Count == 1)
            clock.Change(AdvanceInterval, AdvanceInterval);
    }

    private void AdvanceWatched()
    {
        lock (gate)
        {
            var now = Now;
            foreach (var host in watched.ToList())
            {
                Advance(host, now);
                if (!host.NeedsClock(now))
                    watched.Remove(host);
            }

            if (watched.Count == 0)
                clock.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void ReportChange(HostQueue host, HostHealth before, TimeSpan now)
    {
        var after = host.Health;
        if (StateOf(before, now) != StateOf(after, now))
            telemetry.HostChanged(StateOf(after, now));
        if (!before.Troubled && after.Troubled)
            LogTrouble(host.Origin, after.Run, host.LastReason);
        if (before.Troubled && !after.Troubled)
            LogBack(host.Origin);
    }

    [LoggerMessage(
        EventName = "HostResting",
        Level = LogLevel.Warning,
        Message = "Probing {Origin}: its last {Failures} calls failed ({Reason})"
    )]
    private partial void LogTrouble(string origin, int failures, ImageReason reason);

    [LoggerMessage(EventName = "HostBack", Level = LogLevel.Information, Message = "Calling {Origin} again: it responds")]
    private partial void LogBack(string origin);
}
