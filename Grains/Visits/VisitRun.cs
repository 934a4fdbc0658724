using System.Runtime.ExceptionServices;
using RetailPulse.Grains.Images.Attempts;

namespace RetailPulse.Grains.Visits;

/// <summary>Runs through a visit's images once, in lanes that each take the next image until none is left.</summary>
/// <remarks>
/// While an image waits, another lane takes its lane's place. Everything runs on the grain's scheduler, one step at a time.
/// </remarks>
/// <param name="settle">Processes one image until its result is recorded.</param>
/// <param name="waiting">Called when images wait and no other image is being processed.</param>
/// <param name="closing">Canceled when no further attempt may begin.</param>
/// <param name="cancellationToken">Canceled when all work must stop.</param>
internal sealed class VisitRun(
    Visit visit,
    int width,
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
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly CancellationTokenSource close = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
    private ExceptionDispatchInfo? failed;
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
        for (var ended = 0; ended < lanes.Count; ended++)
            await lanes[ended];
        failed?.Throw();
        stop.Token.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        close.Dispose();
        stop.Dispose();
    }

    public async Task StepAsideAsync(Task wait)
    {
        if (wait.IsCompleted)
            return;
        active--;
        visit.Waiting++;
        if (visit.Pending > 0 && visit.Waiting <= MaxWaitingFactor * width)
            OpenLane();
        if (active == 0)
            await ReportWaitingAsync();
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
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
}
