using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Slots;
using RetailPulse.Grains.Visits;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images;

/// <summary>
/// Tries an image until its outcome is final. While it waits, for its host or for its next try, it holds no slot, no connection, and no place
/// among the images that its visit works on.
/// </summary>
internal sealed class ImageTries(
    HostCircuits circuits, FairSlots slots, IGrainFactory grains, IOptions<ImagesOptions> options, RandomSource random, TimeProvider time)
{
    /// <summary>Stateless and always local, so one reference serves all; Orleans finds each new one by reflection.</summary>
    private readonly IImageWorkerGrain worker = grains.GetGrain<IImageWorkerGrain>(0);

    /// <summary>Nothing is waited for once <see cref="ISideline.Closing"/> is cancelled, and no attempt begins.</summary>
    /// <param name="seed">Of the content's hash.</param>
    /// <param name="turn">Shows what the image is doing.</param>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is final.</exception>
    public async Task<TriedImage> MeasureAsync(long jobId, string url, long seed, ImageTurn turn, ISideline sideline, CancellationToken cancellationToken)
    {
        var failures = ImmutableArray<ImageReason>.Empty;
        var address = new Uri(url);
        var patience = options.Value.HostPatience;
        while (true)
        {
            var asked = time.GetTimestamp();
            if (await EnterAsync(address, patience, turn, sideline) is not { } pass)
                return new TriedImage(ImageOutcome.Failed(ImageReason.HostDown), failures.Length, failures);

            patience -= time.GetElapsedTime(asked);
            var (outcome, retryAfter) = await AttemptAsync(jobId, url, seed, pass, turn, sideline, cancellationToken);
            var transient = RetryPolicy.IsTransient(outcome.Reason);

            // What a probe finds is the host's failure, not the image's: it costs the image no attempt.
            if (transient && pass.Probe) continue;
            if (!transient || failures.Length + 1 >= options.Value.MaxAttempts) return new TriedImage(outcome, failures.Length + 1, failures);
            failures = failures.Add(outcome.Reason);
            var wait = RetryPolicy.Wait(failures.Length, retryAfter, random);
            turn.WaitForNextAttempt(outcome.Reason, time.GetUtcNow() + wait);
            await sideline.StepAsideAsync(Task.Delay(wait, time, sideline.Closing));
        }
    }

    private async ValueTask<HostCircuits.Pass?> EnterAsync(Uri address, TimeSpan patience, ImageTurn turn, ISideline sideline)
    {
        var entering = circuits.EnterAsync(address, patience, sideline.Closing);
        if (entering.IsCompletedSuccessfully) return entering.Result;
        turn.WaitForHost(address.GetLeftPart(UriPartial.Authority), until: null);
        var waiting = entering.AsTask();
        await sideline.StepAsideAsync(waiting);
        return await waiting;
    }

    private async Task<ImageAttempt> AttemptAsync(
        long jobId, string url, long seed, HostCircuits.Pass pass, ImageTurn turn, ISideline sideline, CancellationToken cancellationToken)
    {
        using var called = pass;
        using var slot = await TakeSlotAsync(jobId, turn, sideline.Closing);
        turn.Run();
        return await worker.MeasureAsync(url, seed, new AttemptStop(cancellationToken));
    }

    private ValueTask<FairSlots.Slot> TakeSlotAsync(long jobId, ImageTurn turn, CancellationToken cancellationToken)
    {
        var taking = slots.TakeAsync(jobId, cancellationToken);
        if (!taking.IsCompleted) turn.WaitForSlot();
        return taking;
    }
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

    Task StepAsideAsync(Task wait);
}
