using System.Runtime.ExceptionServices;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Grains.Visits;

/// <summary>Runs through a visit's images once, in lanes that each take the next image until none is left.</summary>
/// <remarks>
/// While an image waits for long, another lane takes its lane's place. Everything runs on the grain's scheduler, one step at a time.
/// </remarks>
/// <param name="longWait">Time after which a wait is long.</param>
/// <param name="settle">Processes one image until its result is recorded.</param>
/// <param name="waiting">Called when images wait and no other image is being processed.</param>
/// <param name="closing">Canceled when no further attempt may begin.</param>
/// <param name="cancellationToken">Canceled when all work must stop.</param>
internal sealed class VisitRun(
    Visit visit,
    int width,
    TimeSpan longWait,
    TimeProvider time,
    Func<int, string, ISideline, CancellationToken, Task> settle,
    Func<Task> waiting,
    CancellationToken closing,
    CancellationToken cancellationToken
) : ISideline, IDisposable
{
    /// <summary>
    /// Maximum number of waiting images, as a multiple of the lanes. Beyond it, the visit pauses rather than fill the memory.
    /// </summary>
    private const int MaxWaitingFactor = 8;

    private readonly List<Task> lanes = [];
    private readonly LinkedList<Wait> brief = [];
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly CancellationTokenSource close = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
    private ExceptionDispatchInfo? failed;
    private Task watch = Task.CompletedTask;
    private int active;

    public CancellationToken Closing => close.Token;

    /// <summary>
    /// Completes when every image has its result or, after the run closes, when no attempt is in progress. The first unexpected exception
    /// ends the run.
    /// </summary>
    public async Task RunAsync()
    {
        for (var lane = Math.Min(visit.Pending, width); lane > 0; lane--)
            OpenLane();
        for (var done = 0; done < lanes.Count; done++)
            await lanes[done];
        await ended.CancelAsync();
        await watch;
        failed?.Throw();
        stop.Token.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        ended.Dispose();
        close.Dispose();
        stop.Dispose();
    }

    public async Task WaitAsync(Task wait, bool isLong, ImageCall? call = null)
    {
        if (wait.IsCompleted)
            return;
        var place = new LinkedListNode<Wait>(new Wait(wait, call, time.GetTimestamp()));
        if (isLong)
            await StepAsideAsync(place.Value);
        else
        {
            brief.AddLast(place);
            if (watch.IsCompleted)
                watch = WatchAsync();
        }

        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (place.List is null)
            Return(place.Value);
        else
            brief.Remove(place);
    }

    /// <summary>Lets the images whose wait has become long step aside, until none waits.</summary>
    /// <remarks>One timer serves all images of the visit: most waits are over in milliseconds, and there are several per image.</remarks>
    private async Task WatchAsync()
    {
        while (brief.First is { Value: var oldest } && !ended.IsCancellationRequested)
        {
            var left = longWait - time.GetElapsedTime(oldest.Since);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, ended.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                continue;
            }

            brief.RemoveFirst();
            await StepAsideAsync(oldest);
        }
    }

    /// <summary>Gives an image's lane to another image.</summary>
    private async Task StepAsideAsync(Wait wait)
    {
        if (wait.Call?.Measuring.IsCompleted is true)
            return;
        wait.IsAside = true;
        active--;
        visit.Waiting++;
        if (visit.Pending > 0 && visit.Waiting <= MaxWaitingFactor * width)
            OpenLane();
        if (wait.Call is { } call)
            ReturnAsync(wait, Task.WhenAny(wait.Task, call.Measuring)).Ignore();
        if (active == 0)
            await ReportWaitingAsync();
    }

    private async Task ReturnAsync(Wait wait, Task until)
    {
        await until;
        Return(wait);
    }

    private void Return(Wait wait)
    {
        if (!wait.IsAside)
            return;
        wait.IsAside = false;
        visit.Waiting--;
        active++;
    }

    /// <summary>
    /// Reports that all images wait. An exception ends the run but not the wait: a permit that is granted must still be taken and released.
    /// </summary>
    private async Task ReportWaitingAsync()
    {
        try
        {
            await waiting();
        }
        catch (Exception exception)
        {
            await FailAsync(exception);
        }
    }

    private void OpenLane() => lanes.Add(RunLaneAsync());

    private async Task RunLaneAsync()
    {
        active++;
        try
        {
            // Yield first: otherwise waiting lanes that open further lanes nest on one stack, up to ten thousand deep.
            await Task.Yield();

            // More images may return from waiting than there are lanes. The surplus lanes end here.
            while (active <= width && !Closing.IsCancellationRequested && visit.TryBeginNext(out var image, out var url))
                await settle(image, url, this, stop.Token);
            if (active == 1 && visit.Waiting > 0)
                await waiting();
        }
        catch (Exception) when (Closing.IsCancellationRequested)
        {
            // The image stays without a result, for another run. Attempts in progress continue.
        }
        catch (Exception exception)
        {
            await FailAsync(exception);
        }
        finally
        {
            active--;
        }
    }

    private async Task FailAsync(Exception exception)
    {
        failed ??= ExceptionDispatchInfo.Capture(exception);
        await close.CancelAsync();
        await stop.CancelAsync();
    }

    /// <param name="Since">Timestamp at which the wait began.</param>
    private sealed record Wait(Task Task, ImageCall? Call, long Since)
    {
        /// <summary>Whether another image has taken the lane.</summary>
        public bool IsAside { get; set; }
    }
}
