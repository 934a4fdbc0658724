using Microsoft.Extensions.Logging;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// This silo's circuits, one for each host and port. Whoever may not call a host waits here, in order, holding no slot and no connection; the
/// images of other hosts pass by.
/// </summary>
internal sealed partial class HostCircuits(RandomSource random, TimeProvider time, ILogger<HostCircuits> logger)
{
    /// <summary>Idle hosts beyond so many are forgotten: strangers choose the names.</summary>
    private const int Remembered = 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Host> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly long started = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>
    /// The right to call the URL's host, to be disposed after the call; <see langword="null"/> when the host has been known to be down for as
    /// long as <paramref name="patience"/> while the caller waited.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public ValueTask<Pass?> EnterAsync(Uri url, TimeSpan patience, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var host = FindOrAdd(Origin(url));
            if (host.Waiters.Count == 0 && TryAdmit(host) is { } pass) return new(pass);
            return new(WaitAsync(host, new Waiter(Now + patience), cancellationToken));
        }
    }

    /// <summary>Takes what an attempt says about its host.</summary>
    public void Record(Uri url, ImageAttempt attempt)
    {
        lock (gate)
        {
            if (!hosts.TryGetValue(Origin(url), out var host)) return;
            var before = host.Circuit;
            host.Circuit = Learn(before, attempt);
            LogChange(url.Authority, before, host.Circuit);
            Advance(host);
        }
    }

    /// <summary>The same host may differ between http and https.</summary>
    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private Circuit Learn(Circuit circuit, ImageAttempt attempt) => attempt.Outcome.Reason switch
    {
        // We refused; of the host itself nothing was learnt.
        ImageReason.RefusedAddress => circuit,
        var reason when RetryPolicy.IsTransient(reason) => circuit.Failed(Now, attempt.RetryAfter, random.Draw()),
        _ => Circuit.Answered(Now),
    };

    private void LogChange(string host, Circuit before, Circuit after)
    {
        if (!before.Open && after.Open) LogDown(host, after.Failures);
        if (before.Open && !after.Open) LogBack(host);
    }

    private Host FindOrAdd(string name)
    {
        if (hosts.TryGetValue(name, out var known)) return known;
        if (hosts.Count >= Remembered)
        {
            foreach (var (idle, _) in hosts.Where(host => host.Value.Idle).ToList()) hosts.Remove(idle);
        }

        return hosts[name] = new Host();
    }

    private Pass? TryAdmit(Host host)
    {
        var admission = host.Circuit.Admit(Now, host.InFlight);
        if (admission == Admission.Wait) return null;
        if (admission == Admission.Probe) host.Circuit = host.Circuit.Probe();
        host.InFlight++;
        return new Pass(this, host, admission == Admission.Probe ? host.Circuit.Openings : 0);
    }

    private async Task<Pass?> WaitAsync(Host host, Waiter waiter, CancellationToken cancellationToken)
    {
        host.Waiters.AddLast(waiter.Place);
        Watch(host);
        await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(host, waiter, cancellationToken), null);
        return await waiter.Task;
    }

    /// <summary>Lets in who may go now, turns away who has waited for too long.</summary>
    private void Advance(Host host)
    {
        while (host.Waiters.First is { } first && TryAdmit(host) is { } pass)
        {
            host.Waiters.Remove(first);
            first.Value.SetResult(pass);
        }

        Watch(host);
    }

    private void Look(Host host)
    {
        lock (gate)
        {
            Advance(host);
            for (var place = host.Waiters.First; place is not null && host.Circuit.Open;)
            {
                var (waiter, next) = (place.Value, place.Next);
                if (waiter.Until <= Now)
                {
                    host.Waiters.Remove(place);
                    waiter.SetResult(null);
                }

                place = next;
            }

            Watch(host);
        }
    }

    /// <summary>Only an open circuit needs a clock: a closed one moves when its calls end.</summary>
    private void Watch(Host host)
    {
        var needed = host.Waiters.Count > 0 && host.Circuit.Open;
        if (needed) host.Clock ??= time.CreateTimer(_ => Look(host), null, LookEvery, LookEvery);
        if (needed || host.Clock is null) return;
        host.Clock.Dispose();
        host.Clock = null;
    }

    private void Cancel(Host host, Waiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Already answered: the pass is its own.
            if (waiter.Place.List is null) return;
            host.Waiters.Remove(waiter.Place);
            Watch(host);
        }

        waiter.SetCanceled(cancellationToken);
    }

    private void Leave(Host host, int opening)
    {
        lock (gate)
        {
            host.InFlight--;
            if (opening > 0) host.Circuit = host.Circuit.Abandon(opening);
            Advance(host);
        }
    }

    /// <summary>The right to call a host once.</summary>
    internal readonly struct Pass(HostCircuits owner, Host host, int opening) : IDisposable
    {
        /// <summary>The host is known to be down, and this call finds out whether it is back.</summary>
        public bool Probe => opening > 0;

        public void Dispose() => owner.Leave(host, opening);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Host} failed {Failures} times in a row; its images wait while it is probed")]
    private partial void LogDown(string host, int failures);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Host} answers again")]
    private partial void LogBack(string host);

    internal sealed class Host
    {
        public Circuit Circuit { get; set; }
        public int InFlight { get; set; }
        public LinkedList<Waiter> Waiters { get; } = [];
        public ITimer? Clock { get; set; }
        public bool Idle => InFlight == 0 && Waiters.Count == 0;
    }

    internal sealed class Waiter : TaskCompletionSource<Pass?>
    {
        public Waiter(TimeSpan until)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            Until = until;
            Place = new LinkedListNode<Waiter>(this);
        }

        public TimeSpan Until { get; }
        public LinkedListNode<Waiter> Place { get; }
    }
}
