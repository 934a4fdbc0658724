using System.Runtime.ExceptionServices;
using RetailPulse.Grains.Images;

namespace RetailPulse.Grains.Visits;

/// <summary>
/// One run through a visit's images, in lanes that each take the next image until none is left. A lane whose image must wait is replaced while it
/// does. Lives on its grain's scheduler, one step at a time.
/// </summary>
/// <param name="settle">Brings one image to its recorded result.</param>
/// <param name="waiting">Called when images wait and no other is being worked on.</param>
/// <param name="closing">Cancelled when no further attempt may begin.</param>
/// <param name="cancellationToken">Cancelled when nothing may go on.</param>
internal sealed class VisitRun(
    Visit visit,
    int width,
    Func<int, string, ISideline, CancellationToken, Task> settle,
    Func<Task> waiting,
    CancellationToken closing,
    CancellationToken cancellationToken) : ISideline, IDisposable
{
    /// <summary>So many times the lanes may wait aside; beyond it the visit stands still rather than fill the memory.</summary>
    private const int MostAside = 8;

    private readonly List<Task> lanes = [];
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly CancellationTokenSource close = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
    private ExceptionDispatchInfo? failed;
    private int active;

    public CancellationToken Closing => close.Token;

    /// <summary>
    /// Ends when every image has its result, or, once the run closes, when no attempt is under way; the first fault of one image ends all.
    /// </summary>
    public async Task RunAsync()
    {
        for (var lane = Math.Min(visit.Pending, width); lane > 0; lane--) OpenLane();
        for (var ended = 0; ended < lanes.Count; ended++) await lanes[ended];
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
        if (wait.IsCompleted) return;
        active--;
        visit.Waiting++;
        if (visit.Pending > 0 && visit.Waiting <= MostAside * width) OpenLane();
        if (active == 0) await TellWaitingAsync();
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        visit.Waiting--;
        active++;
    }

    /// <summary>A fault ends the run, but never the wait: what is granted meanwhile must be taken, to be given back.</summary>
    private async Task TellWaitingAsync()
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
            // A lane that is opened by one that steps aside, and must step aside itself, would else stand on its stack, ten thousand deep.
            await Task.Yield();

            // Those that come back from waiting may be more than there is room for; some make room.
            while (active <= width && !Closing.IsCancellationRequested && visit.TryTake(out var image, out var url)) await settle(image, url, this, stop.Token);
            if (active == 1 && visit.Waiting > 0) await waiting();
        }
        catch (Exception) when (Closing.IsCancellationRequested)
        {
            // The image stays without a result, for another run; those whose attempt is under way go on.
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
