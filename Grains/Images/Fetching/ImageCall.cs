using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// One attempt at one image across redirects: its queue entry, its permits, and its redirects. The visit and the worker share it.
/// </summary>
internal sealed class ImageCall(FairPermits slots, Owner owner, ImageTurn turn, Uri url, TimeSpan deadline, ImageTelemetry telemetry)
    : IDisposable
{
    private readonly Lock gate = new();
    private HostQueueEntry? entry;
    private FairPermits.Permit? request;
    private FairPermits.Permit? slot;
    private TaskCompletionSource? measuring;
    private bool measured;
    private bool stalled;
    private bool ended;
    private bool disposed;

    /// <summary>The URL of the image, before any redirect.</summary>
    public Uri Url { get; } = url;

    /// <summary>The URL that is requested: that of the image, or the target of its last redirect to another origin.</summary>
    public Uri Address { get; private set; } = url;

    /// <summary>The job that the image belongs to.</summary>
    public Owner Owner => owner;

    /// <summary>The position of the image in its job.</summary>
    public ImagePlace Place { get; init; }

    /// <summary>Receives the image's progress.</summary>
    public ImageTurn Turn => turn;

    /// <summary>The redirects followed so far.</summary>
    public Redirects Redirects { get; } = new(url);

    /// <summary>The cookies that redirects of this attempt have set.</summary>
    public AttemptCookies Cookies { get; } = new();

    /// <summary>Keeps the bytes of the body; <see langword="null"/> if nobody needs them.</summary>
    public BodyCopy? Copy { get; init; }

    /// <summary>Target of the last redirect if it is another origin, which has its own queue; otherwise <see langword="null"/>.</summary>
    public Uri? Next { get; set; }

    /// <summary>Time that is left until the attempt's deadline.</summary>
    public TimeSpan Left { get; set; } = deadline;

    /// <summary>Completes when the image has its slot.</summary>
    public Task Measuring
    {
        get
        {
            lock (gate)
            {
                measuring ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (measured)
                    measuring.TrySetResult();
                return measuring.Task;
            }
        }
    }

    /// <summary>Begins a call to one host and takes ownership of the queue entry and the permit.</summary>
    public void Begin(HostQueueEntry held, FairPermits.Permit permit)
    {
        (entry, request, Address, Next) = (held, permit, Next ?? Address, null);
        lock (gate)
            ended = false;
        held.Begin();
        turn.Run();
    }

    /// <summary>Records that the host's response headers were received.</summary>
    public void Respond() => entry?.Respond();

    /// <summary>
    /// Ends the request after the body, or without one. It frees the host for others and reports the attempt's result to its queue.
    /// </summary>
    public void EndRequest(ImageAttempt attempt)
    {
        entry?.End(attempt);
        ReleaseRequest();
        lock (gate)
            ended = true;
    }

    /// <summary>Whether the image must acquire a slot before it continues.</summary>
    public bool NeedsSlot
    {
        get
        {
            lock (gate)
                return slot is null && !stalled;
        }
    }

    /// <summary>Acquires a slot unless the image has one.</summary>
    public async ValueTask AcquireSlotAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (slot is not null)
                return;
        }

        var began = telemetry.Begin();
        var asked = slots.AcquireAsync(owner, cancellationToken);
        if (!asked.IsCompleted)
            turn.WaitForSlot();
        var taken = await asked.ConfigureAwait(false);
        telemetry.StageEnded(ImageStage.SlotWait, began);
        turn.Run();
        lock (gate)
        {
            (slot, measured) = (taken, true);
            measuring?.TrySetResult();
            if (disposed)
                ReleaseSlot();
        }
    }

    /// <summary>
    /// Releases the slot while hardly any bytes arrive. The image acquires one again when its body is complete. A call that comes after the
    /// body changes nothing.
    /// </summary>
    public void Stall()
    {
        lock (gate)
        {
            if (ended)
                return;
            stalled = true;
            ReleaseSlot();
        }
    }

    /// <summary>Releases the slot after the body, because what follows needs none.</summary>
    public void LeaveSlot()
    {
        lock (gate)
            ReleaseSlot();
    }

    public void Dispose()
    {
        entry?.Dispose();
        ReleaseRequest();
        lock (gate)
        {
            disposed = true;
            ReleaseSlot();
        }
    }

    private void ReleaseSlot()
    {
        slot?.Dispose();
        slot = null;
    }

    private void ReleaseRequest()
    {
        request?.Dispose();
        request = null;
    }
}
