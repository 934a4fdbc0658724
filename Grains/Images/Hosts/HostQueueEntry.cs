using RetailPulse.Grains.Fairness;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>One image's entry in the queue of a host: it waits, is admitted, and is released when it is disposed.</summary>
/// <remarks>
/// Dispose is safe at any time and any number of times. An entry that was admitted for an image that no longer waits is released again.
/// </remarks>
internal sealed class HostQueueEntry : TaskCompletionSource<bool>, IDisposable
{
    private readonly HostQueues owner;
    private readonly HostWaits waits;
    private TimeSpan patienceEnds;
    private TimeSpan restEnds;
    private volatile bool released;

    public HostQueueEntry(HostQueues owner, HostQueue host, Owner user, HostWaits waits)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (this.owner, Host, Owner, this.waits) = (owner, host, user, waits);
        Deferred = waits.FailedAt == host.Origin;
        Node = new LinkedListNode<HostQueueEntry>(this);
    }

    public HostQueue Host { get; }

    public Owner Owner { get; }

    /// <summary>Whether the image has failed at this host before and therefore queues after the others of its job.</summary>
    public bool Deferred { get; }

    public LinkedListNode<HostQueueEntry> Node { get; }

    public FairLine<HostQueueEntry>.Share Share { get; private set; } = null!;

    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>Whether the call probes a troubled host. A failed probe does not count as an attempt of the image.</summary>
    public bool Probe { get; private set; }

    /// <summary>Whether the entry is admitted and not released yet.</summary>
    public bool Held { get; private set; }

    /// <summary>Whether its current wait is known to be long: for admission, or for the first byte after it.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Time at which the call began, or at which the entry was admitted.</summary>
    public TimeSpan AdmittedAt { get; private set; }

    /// <summary>Time at which the response headers were received.</summary>
    public TimeSpan? RespondedAt { get; private set; }

    /// <summary>Time that the image can still wait for pauses that servers request.</summary>
    public TimeSpan LongestRest => waits.Rest;

    public void Join(FairLine<HostQueueEntry>.Share share, TimeSpan troubledFor, TimeSpan restedFor) =>
        (Share, patienceEnds, restEnds) = (share, troubledFor + waits.Patience, restedFor + waits.Rest);

    public TimeSpan PatienceLeft(TimeSpan troubledFor) => patienceEnds - troubledFor;

    public TimeSpan RestLeft(TimeSpan restedFor) => restEnds - restedFor;

    public void Admit(bool probe, TimeSpan now)
    {
        (Held, Probe, AdmittedAt) = (true, probe, now);
        Use();
        TrySetResult(true);
    }

    /// <summary>Records that the call begins. Earlier waiting does not count as the host's time.</summary>
    public void Begin() => AdmittedAt = owner.Now;

    public void TurnAway()
    {
        Use();
        TrySetResult(false);
    }

    /// <summary>Returns when the host can be called again; <see langword="null"/> if that is now or unknown.</summary>
    public DateTimeOffset? NextCallAt() => owner.NextCallAt(Host);

    public void Respond() => RespondedAt ??= owner.Now;

    /// <summary>Releases the entry and reports the result of its call.</summary>
    public void End(ImageAttempt attempt) => owner.Leave(this, CallEnds.From(attempt, RespondedAt is not null, LongestRest), attempt);

    /// <summary>Stops waiting.</summary>
    public void Cancel() => owner.Cancel(this);

    public void Dispose()
    {
        if (released)
            return;
        owner.Cancel(this);
        owner.Leave(this, CallEnd.Nothing, default);
    }

    /// <summary>Marks the entry as released. Returns <see langword="false"/> if it was not admitted.</summary>
    public bool GiveBack()
    {
        var held = Held;
        released |= held;
        Held = false;
        return held;
    }

    private void Use()
    {
        Registration.Unregister();
        (waits.Patience, waits.Rest) = (PatienceLeft(Host.TroubledFor), RestLeft(Host.RestedFor));
    }
}
