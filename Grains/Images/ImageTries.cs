using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Visits;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images;

/// <summary>
/// Tries an image until its outcome is final. While it waits, for its host or for its next attempt, it holds no slot and no connection, and once it
/// has waited for long, no place among the images that its visit works on.
/// </summary>
internal sealed class ImageTries(
    HostQueues hosts, ImageCapacity capacity, IGrainFactory grains, IOptions<ImagesOptions> options, RandomSource random, TimeProvider time)
{
    /// <summary>Stateless and always local, so one reference serves all; Orleans finds each new one by reflection.</summary>
    private readonly IImageWorkerGrain worker = grains.GetGrain<IImageWorkerGrain>(0);

    /// <summary>Nothing is waited for once <see cref="ISideline.Closing"/> is cancelled, and no attempt begins.</summary>
    /// <param name="turn">Shows what the image is doing.</param>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is final.</exception>
    public async Task<TriedImage> MeasureAsync(Owner owner, string url, ImageTurn turn, ISideline sideline, CancellationToken cancellationToken)
    {
        var failures = ImmutableArray<ImageReason>.Empty;
        var waits = new HostWaits(options.Value);
        var (start, probed) = (RequestUrl.Parse(url) ?? new Uri(url), ImageReason.None);
        while (true)
        {
            var tried = await AttemptAsync(owner, start, waits, turn, sideline, cancellationToken);
            var (outcome, retryAfter) = (tried.Attempt.Outcome, tried.Attempt.RetryAfter);

            // An image that was called itself, and got no response in time, is not one that its host never let in.
            if (outcome.Reason == ImageReason.HostDown && (failures.Contains(ImageReason.Timeout) || probed == ImageReason.Timeout))
                return new TriedImage(outcome with { Reason = ImageReason.Timeout }, Math.Max(1, failures.Length), failures);
            if (outcome.Reason == ImageReason.HostDown) return new TriedImage(outcome, failures.Length, failures);
            if (!RetryPolicy.IsTransient(tried.Attempt) || retryAfter > waits.Requested) return new TriedImage(outcome, failures.Length + 1, failures);

            // What a probe finds is the host's failure, not the image's: it costs the image no attempt.
            if (tried.Probe)
            {
                probed = outcome.Reason;
                turn.FailProbe(outcome.Reason);
                continue;
            }

            if (failures.Length + 1 >= options.Value.MaxAttempts) return new TriedImage(outcome, failures.Length + 1, failures);
            failures = failures.Add(outcome.Reason);
            await RestAsync(outcome.Reason, retryAfter, failures.Length, turn, sideline);
        }
    }

    /// <summary>A wait that the server asked for is spent in its queue, after the images that it has not refused.</summary>
    private async Task RestAsync(ImageReason reason, TimeSpan? retryAfter, int failures, ImageTurn turn, ISideline sideline)
    {
        var asked = retryAfter ?? TimeSpan.Zero;
        var wait = asked > TimeSpan.Zero ? TimeSpan.Zero : RetryPolicy.Wait(failures, null, random);
        turn.WaitForNextAttempt(reason, time.GetUtcNow() + asked + wait);
        if (wait > TimeSpan.Zero) await sideline.StepAsideAsync(Task.Delay(wait, time, sideline.Closing));
    }

    private async Task<TriedAttempt> AttemptAsync(
        Owner owner, Uri start, HostWaits waits, ImageTurn turn, ISideline sideline, CancellationToken cancellationToken)
    {
        using var call = new ImageCall(capacity.Slots, owner, turn, start, options.Value.AttemptTimeout);
        for (var address = start; ; address = call.Next!)
        {
            using var place = hosts.Enter(address, owner, waits, sideline.Closing);
            if (!place.Task.IsCompleted) turn.WaitForHost(place.Host.Origin, place.NextCallAt);
            if (!await WaitAsync(place.Task, hosts.IsSlow(place), sideline)) return new TriedAttempt(ImageAttempt.Failed(ImageReason.HostDown), Probe: false);
            sideline.Closing.ThrowIfCancellationRequested();

            var request = capacity.Requests.AcquireAsync(owner, sideline.Closing);
            if (!request.IsCompleted) turn.WaitForSlot();
            call.Begin(place, await WaitAsync(request.AsTask(), slow: false, sideline));
            var attempt = await CallAsync(address, call, hosts.IsSlow(place), sideline, cancellationToken);
            if (RetryPolicy.IsTransient(attempt)) waits.FailedAt = place.Host.Origin;
            if (call.Next is null) return new TriedAttempt(attempt, place.Probe);
        }
    }

    private async Task<ImageAttempt> CallAsync(Uri address, ImageCall call, bool slow, ISideline sideline, CancellationToken cancellationToken)
    {
        var running = worker.MeasureAsync(address.AbsoluteUri, new AttemptStop(call, cancellationToken));
        if (!slow) await WaitALittleAsync(running);
        if (!running.IsCompleted) await sideline.StepAsideAsync(Task.WhenAny(running, call.Measuring));
        return await running;
    }

    /// <summary>Waits for what may take long: soon, or at once if that is expected, others of the visit go on.</summary>
    private async Task<T> WaitAsync<T>(Task<T> wait, bool slow, ISideline sideline)
    {
        if (!wait.IsCompleted && !slow) await WaitALittleAsync(wait);
        if (!wait.IsCompleted) await sideline.StepAsideAsync(wait);
        return await wait;
    }

    private async Task WaitALittleAsync(Task wait) =>
        await wait.WaitAsync(HostQueues.LongWait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <param name="Probe">Whether the attempt found out for others whether the host is back.</param>
    private readonly record struct TriedAttempt(ImageAttempt Attempt, bool Probe);
}

/// <summary>An image whose outcome is final.</summary>
/// <param name="Attempts">How many attempts it took; 0 when its host never let it have one.</param>
/// <param name="EarlierFailures">Why each attempt before the last failed, in order.</param>
internal readonly record struct TriedImage(ImageOutcome Outcome, int Attempts, ImmutableArray<ImageReason> EarlierFailures);

/// <summary>Where an image stands while it waits, so that others of its visit go on.</summary>
internal interface ISideline
{
    /// <summary>Cancelled when no further attempt may begin; those under way may end.</summary>
    CancellationToken Closing { get; }

    /// <summary>Returns when the wait is over, however it ended. It never throws, so that the caller takes what it waited for.</summary>
    Task StepAsideAsync(Task wait);
}
