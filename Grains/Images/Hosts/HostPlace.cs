using RetailPulse.Grains.Fairness;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>
/// One image at one host: it waits for its place, holds it while it calls, and gives it back when it is disposed. Disposing it at any time, and any
/// number of times, is safe: a place that was granted to an image that has gone away is free again.
/// </summary>
internal sealed class HostPlace : TaskCompletionSource<bool>, IDisposable
{
    private readonly HostQueues owner;
    private readonly HostWaits waits;
    private TimeSpan patienceEnds;
    private TimeSpan restEnds;

    public HostPlace(HostQueues owner, HostQueue host, Owner user, HostWaits waits)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (this.owner, Host, Owner, this.waits) = (owner, host, user, waits);
        Behind = waits.FailedAt == host.Origin;
        Node = new LinkedListNode<HostPlace>(this);
    }

    public HostQueue Host { get; }

    public Owner Owner { get; }

    /// <summary>The image has failed at this host, and lets others of its job go first.</summary>
    public bool Behind { get; }

    public LinkedListNode<HostPlace> Node { get; }

    public FairLine<HostPlace>.Share Share { get; private set; } = null!;

    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>The call finds out whether the host is back; a failure is the host's, and costs the image no attempt.</summary>
    public bool Probe { get; private set; }

    /// <summary>The place is held.</summary>
    public bool Held { get; private set; }

    public TimeSpan AdmittedAt { get; private set; }

    /// <summary>When the response's headers were received.</summary>
    public TimeSpan? RespondedAt { get; private set; }

    /// <summary>What the image can still wait because its servers ask for it.</summary>
    public TimeSpan CanWait => waits.Requested;

    public void Join(FairLine<HostPlace>.Share share, TimeSpan troubledFor, TimeSpan restedFor) =>
        (Share, patienceEnds, restEnds) = (share, troubledFor + waits.Patience, restedFor + waits.Requested);

    public TimeSpan PatienceLeft(TimeSpan troubledFor) => patienceEnds - troubledFor;

    public TimeSpan RestLeft(TimeSpan restedFor) => restEnds - restedFor;

    public void Admit(bool probe, TimeSpan now)
    {
        (Held, Probe, AdmittedAt) = (true, probe, now);
        Use();
        TrySetResult(true);
    }

    public void TurnAway()
    {
        Use();
        TrySetResult(false);
    }

    public void Respond() => RespondedAt ??= owner.Now;

    /// <summary>Gives the place back with what the call says about the host.</summary>
    public void End(ImageAttempt attempt) => owner.Leave(this, CallEnds.From(attempt, RespondedAt is not null, CanWait), attempt);

    /// <summary>Gives up waiting.</summary>
    public void Cancel() => owner.Cancel(this);

    public void Dispose()
    {
        owner.Cancel(this);
        owner.Leave(this, CallEnd.Nothing, default);
    }

    /// <summary>Marks the place as given back; <see langword="false"/> when it was not held.</summary>
    public bool GiveBack()
    {
        var held = Held;
        Held = false;
        return held;
    }

    private void Use()
    {
        Registration.Unregister();
        (waits.Patience, waits.Requested) = (PatienceLeft(Host.TroubledFor), RestLeft(Host.RestedFor));
    }
}
