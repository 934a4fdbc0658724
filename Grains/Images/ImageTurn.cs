using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Images;

/// <summary>The current progress of one image, for display.</summary>
/// <remarks>The visit and the image's worker write it, and the visit reads it. A reader may see a state that has just passed.</remarks>
internal sealed class ImageTurn(int image)
{
    private volatile State state = new(new PendingImage(image, ImagePhase.Running, 0, ImageReason.None, null, null), null);

    /// <summary>The current state.</summary>
    public PendingImage Now
    {
        get
        {
            var (now, until) = state;
            return until is null ? now : now with { NextAttemptAt = until() };
        }
    }

    /// <summary>Records that the image is being requested, downloaded, or measured.</summary>
    public void Run()
    {
        if (state.Image.Phase != ImagePhase.Running)
            Change(state.Image with { Phase = ImagePhase.Running, NextAttemptAt = null, Host = null });
    }

    /// <summary>Records that the image waits for a slot of its silo, or for one of the silo's concurrent requests to hosts or for analyses.</summary>
    public void WaitForSlot() => Change(state.Image with { Phase = ImagePhase.WaitingForSlot, NextAttemptAt = null, Host = null });

    /// <summary>Records that the image waits in the queue of its host.</summary>
    /// <param name="until">
    /// Returns the end of the host's pause or its next probe, which changes while the image waits; <see langword="null"/> if unknown.
    /// </param>
    public void WaitForHost(string origin, Func<DateTimeOffset?> until) =>
        Change(state.Image with { Phase = ImagePhase.WaitingForHost, NextAttemptAt = null, Host = origin }, until);

    /// <summary>Records that an attempt failed and that the next one begins at <paramref name="at"/>.</summary>
    public void WaitForNextAttempt(ImageReason reason, DateTimeOffset at) =>
        Change(
            state.Image with
            {
                Phase = ImagePhase.WaitingForNextAttempt,
                Attempts = state.Image.Attempts + 1,
                LastReason = reason,
                NextAttemptAt = at,
                Host = null,
            }
        );

    /// <summary>Records that the image's call was a probe of its host and failed. It does not count as an attempt of the image.</summary>
    public void FailProbe(ImageReason reason) => Change(state.Image with { LastReason = reason });

    /// <summary>Adds the image to <paramref name="count"/> if it waits.</summary>
    public void CountIn(WaitCount count)
    {
        var (now, until) = state;
        count.Add(now, until);
    }

    private void Change(PendingImage next, Func<DateTimeOffset?>? until = null) => state = new(next, until);

    private sealed record State(PendingImage Image, Func<DateTimeOffset?>? Until);
}
