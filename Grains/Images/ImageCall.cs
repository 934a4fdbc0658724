using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Visits;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images;

/// <summary>
/// One attempt at one image, on its way from host to host: what it holds, and where it was led. The visit and the worker share it.
/// </summary>
internal sealed class ImageCall(FairPermits slots, Owner owner, ImageTurn turn, Uri url, TimeSpan deadline) : IDisposable
{
    private readonly Lock gate = new();
    private HostPlace? place;
    private FairPermits.Permit? request;
    private FairPermits.Permit? slot;
    private TaskCompletionSource? measuring;
    private bool measured;
    private bool stalled;
    private bool disposed;

    /// <summary>The job that the image is of.</summary>
    public Owner Owner => owner;

    /// <summary>The redirects followed so far.</summary>
    public Redirects Redirects { get; } = new(url);

    /// <summary>The cookies that redirects of this attempt have set.</summary>
    public AttemptCookies Cookies { get; } = new();

    /// <summary>Where the last response led to, if that is another origin, which has a queue of its own.</summary>
    public Uri? Next { get; set; }

    /// <summary>What is left of the attempt's deadline.</summary>
    public TimeSpan Left { get; set; } = deadline;

    /// <summary>Ends when the image has its slot.</summary>
    public Task Measuring
    {
        get
        {
            lock (gate)
            {
                measuring ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (measured) measuring.TrySetResult();
                return measuring.Task;
            }
        }
    }

    /// <summary>Begins a call to one host, whose place and permit it holds from now on.</summary>
    public void Begin(HostPlace held, FairPermits.Permit permit)
    {
        (place, request, Next) = (held, permit, null);
        held.Begin();
        turn.Run();
    }

    /// <summary>The host's response headers were received.</summary>
    public void Respond() => place?.Respond();

    /// <summary>The body ends here, or there was none: the host is free for others, who hear what this call says about it.</summary>
    public void EndRequest(ImageAttempt attempt)
    {
        place?.End(attempt);
        ReleaseRequest();
    }

    /// <summary>Whether the image must wait before it goes on.</summary>
    public bool NeedsSlot { get { lock (gate) return slot is null && !stalled; } }

    /// <summary>Takes a slot unless it has one.</summary>
    public async ValueTask TakeSlotAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (slot is not null) return;
        }

        var asked = slots.AcquireAsync(new Owner("", owner.Job), cancellationToken);
        if (!asked.IsCompleted) turn.WaitForSlot();
        var taken = await asked.ConfigureAwait(false);
        turn.Run();
        lock (gate)
        {
            (slot, measured) = (taken, true);
            measuring?.TrySetResult();
            if (disposed) ReleaseSlot();
        }
    }

    /// <summary>Gives the slot back while hardly any bytes come; the image takes one again when its body is complete.</summary>
    public void Stall()
    {
        lock (gate)
        {
            stalled = true;
            ReleaseSlot();
        }
    }

    public void Dispose()
    {
        place?.Dispose();
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
