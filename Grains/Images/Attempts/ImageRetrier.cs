using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Images.Attempts;

/// <summary>Tries an image until its outcome is final.</summary>
/// <remarks>
/// An image that waits for its host or for its next attempt holds no slot and no connection. After a long wait, it no longer counts among
/// the images that its visit processes at once either.
/// </remarks>
internal sealed class ImageRetrier(
    HostQueues hosts,
    ImageCapacity capacity,
    IGrainFactory grains,
    IOptions<ImagesOptions> options,
    RandomSource random,
    ImageTelemetry telemetry,
    TimeProvider time
)
{
    /// <summary>
    /// One reference for all images: the worker is stateless and local, and Orleans uses reflection to create each reference.
    /// </summary>
    private readonly IImageWorkerGrain worker = grains.GetGrain<IImageWorkerGrain>(0);

    /// <summary>
    /// Downloads, measures and analyzes an image, with retries. After <see cref="ISideline.Closing"/> is canceled, it neither waits nor begins an
    /// attempt.
    /// </summary>
    /// <param name="place">Position of the image in its job.</param>
    /// <param name="turn">Receives the image's progress.</param>
    /// <exception cref="OperationCanceledException">The work was canceled, and no outcome is final.</exception>
    public async Task<FinalOutcome> MeasureAsync(
        Owner owner,
        ImagePlace place,
        string url,
        ImageTurn turn,
        ISideline sideline,
        CancellationToken cancellationToken
    )
    {
        var failures = ImmutableArray<ImageReason>.Empty;
        var times = ImmutableArray<AttemptTime>.Empty;
        var waits = new HostWaits(options.Value);
        var (start, probed) = (RequestUrl.Parse(url) ?? new Uri(url), ImageReason.None);
        while (true)
        {
            using var activity = PulseActivities.StartAttempt(start);
            var tried = await AttemptAsync(owner, place, start, waits, turn, sideline, cancellationToken);
            activity?.Record(tried.Attempt.Outcome);
            var (outcome, retryAfter) = (tried.Attempt.Outcome, tried.Attempt.RetryAfter);

            if (outcome.Reason == ImageReason.HostDown)
                return EndWithoutHost(outcome, failures, times, probed);
            var isLast = !tried.Probe && failures.Length + 1 >= options.Value.MaxAttempts;
            var again = RetryPolicy.IsTransient(tried.Attempt) && !(retryAfter > waits.Rest) && !isLast;
            telemetry.AttemptEnded(outcome, again);
            if (!again)
                return new FinalOutcome(outcome, failures.Length + 1, failures, times, tried.Attempt.Analysis);

            // A failed probe is the host's failure, not the image's. It does not count as an attempt of the image.
            if (tried.Probe)
            {
                probed = outcome.Reason;
                turn.FailProbe(outcome.Reason);
                continue;
            }

            failures = failures.Add(outcome.Reason);
            times = times.Add(new AttemptTime(time.GetUtcNow(), outcome.Elapsed));
            await RestAsync(outcome.Reason, retryAfter, failures.Length, turn, sideline);
        }
    }

    /// <summary>Returns the outcome of an image whose host is down.</summary>
    /// <remarks>
    /// HostDown is reserved for images whose host never admitted them. An image that was requested and got no response in time timed out.
    /// </remarks>
    private static FinalOutcome EndWithoutHost(
        ImageOutcome outcome,
        ImmutableArray<ImageReason> failures,
        ImmutableArray<AttemptTime> times,
        ImageReason probed
    ) =>
        failures.Contains(ImageReason.Timeout) || probed == ImageReason.Timeout
            ? new FinalOutcome(outcome with { Reason = ImageReason.Timeout }, Math.Max(1, failures.Length), failures, times)
            : new FinalOutcome(outcome, failures.Length, failures, times);

    /// <summary>Waits before the next attempt.</summary>
    /// <remarks>A delay that the server requested is spent in the host's queue, after the images that the server has not refused.</remarks>
    private async Task RestAsync(ImageReason reason, TimeSpan? retryAfter, int failures, ImageTurn turn, ISideline sideline)
    {
        var requestedRest = retryAfter ?? TimeSpan.Zero;
        var wait = requestedRest > TimeSpan.Zero ? TimeSpan.Zero : RetryPolicy.Wait(failures, random);
        turn.WaitForNextAttempt(reason, time.GetUtcNow() + requestedRest + wait);
        if (wait > TimeSpan.Zero)
            await sideline.WaitAsync(Task.Delay(wait, time, sideline.Closing), isLong: true);
    }

    private async Task<TriedAttempt> AttemptAsync(
        Owner owner,
        ImagePlace place,
        Uri start,
        HostWaits waits,
        ImageTurn turn,
        ISideline sideline,
        CancellationToken cancellationToken
    )
    {
        using var call = new ImageCall(capacity.Slots, owner, turn, start, options.Value.AttemptTimeout, telemetry) { Place = place };
        for (var address = start; ; address = call.Next!)
        {
            var began = telemetry.Begin();
            using var entry = hosts.Enqueue(address, owner, waits, sideline.Closing);
            if (!entry.Task.IsCompleted)
            {
                turn.WaitForHost(entry.Host.Origin, entry.NextCallAt);
                await sideline.WaitAsync(entry.Task, entry.IsSlow);
            }

            if (!await entry.Task)
                return new TriedAttempt(ImageAttempt.Failed(ImageReason.HostDown), Probe: false);
            telemetry.StageEnded(ImageStage.HostWait, began);
            sideline.Closing.ThrowIfCancellationRequested();

            call.Begin(entry, await AcquireRequestAsync(owner, turn, sideline));
            var attempt = await CallAsync(address, call, entry.IsSlow, sideline, cancellationToken);
            if (RetryPolicy.IsTransient(attempt))
                waits.FailedAt = entry.Host.Origin;
            if (call.Next is null)
                return new TriedAttempt(attempt, entry.Probe);
        }
    }

    private async Task<ImageAttempt> CallAsync(
        Uri address,
        ImageCall call,
        bool slow,
        ISideline sideline,
        CancellationToken cancellationToken
    )
    {
        var running = worker.MeasureAsync(address.AbsoluteUri, new AttemptStop(call, cancellationToken));
        await sideline.WaitAsync(running, slow, call);
        return await running;
    }

    private ValueTask<FairPermits.Permit> AcquireRequestAsync(Owner owner, ImageTurn turn, ISideline sideline)
    {
        var request = capacity.Requests.AcquireAsync(owner, sideline.Closing);
        return request.IsCompleted ? request : WaitAsync(request.AsTask());

        async ValueTask<FairPermits.Permit> WaitAsync(Task<FairPermits.Permit> wait)
        {
            turn.WaitForSlot();
            await sideline.WaitAsync(wait, isLong: false);
            return await wait;
        }
    }

    /// <param name="Probe">Whether the attempt probed a host that is down, on behalf of all images that wait for it.</param>
    private readonly record struct TriedAttempt(ImageAttempt Attempt, bool Probe);
}

/// <summary>An image whose outcome is final.</summary>
/// <param name="Attempts">Number of attempts; 0 if the host never admitted the image.</param>
/// <param name="EarlierFailures">Reasons of all failed attempts before the last, in order.</param>
/// <param name="EarlierAttempts">Times of the same attempts.</param>
/// <param name="Analysis">What the analysis of the image found, as JSON; <see langword="null"/> if there is none.</param>
internal readonly record struct FinalOutcome(
    ImageOutcome Outcome,
    int Attempts,
    ImmutableArray<ImageReason> EarlierFailures,
    ImmutableArray<AttemptTime> EarlierAttempts,
    string? Analysis = null
);

/// <summary>Lets the other images of a visit proceed while one waits.</summary>
internal interface ISideline
{
    /// <summary>Canceled when no further attempt may begin. Attempts in progress may finish.</summary>
    CancellationToken Closing { get; }

    /// <summary>Returns when the wait has ended in any way. It never throws; the caller awaits the result itself.</summary>
    /// <param name="isLong">
    /// Whether the wait is known to be long, so that another image proceeds at once. Otherwise, one proceeds when the wait has become long.
    /// </param>
    /// <param name="call">The call that the wait is for, if any. As soon as it has a slot, the image no longer counts as waiting.</param>
    Task WaitAsync(Task wait, bool isLong, ImageCall? call = null);
}
