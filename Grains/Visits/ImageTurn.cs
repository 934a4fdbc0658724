using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Visits;

/// <summary>
/// What one image in progress is doing, for display. The visit and the worker of its image write it, and the visit reads it; a reader may see a state that has
/// just passed.
/// </summary>
internal sealed class ImageTurn(int image)
{
    private volatile State state = new(new PendingImage(image, ImagePhase.Running, 0, ImageReason.None, null, null), null);

    /// <summary>The state at this moment.</summary>
    public PendingImage Now
    {
        get
        {
            var (now, until) = state;
            return until is null ? now : now with { NextAttemptAt = until() };
        }
    }

    /// <summary>The image is being requested, downloaded, or measured.</summary>
    public void Run() => Change(state.Image with { Phase = ImagePhase.Running, NextAttemptAt = null, Host = null });

    /// <summary>The image waits for a slot of its silo, or for one of the requests that the silo may make at once.</summary>
    public void WaitForSlot() => Change(state.Image with { Phase = ImagePhase.WaitingForSlot, NextAttemptAt = null, Host = null });

    /// <summary>The image waits for a place at its host.</summary>
    /// <param name="until">Returns the end of the host's rest or its next probe, which changes while the image waits; <see langword="null"/> when unknown.</param>
    public void WaitForHost(string origin, Func<DateTimeOffset?> until) =>
        Change(state.Image with { Phase = ImagePhase.WaitingForHost, NextAttemptAt = null, Host = origin }, until);

    /// <summary>An attempt failed, and the next one begins at <paramref name="at"/>.</summary>
    public void WaitForNextAttempt(ImageReason reason, DateTimeOffset at) => Change(state.Image with
    {
        Phase = ImagePhase.WaitingForNextAttempt,
        Attempts = state.Image.Attempts + 1,
        LastReason = reason,
        NextAttemptAt = at,
        Host = null,
    });

    /// <summary>The image's call was a probe of its host, which failed and is no attempt of the image.</summary>
    public void FailProbe(ImageReason reason) => Change(state.Image with { LastReason = reason });

    /// <summary>Counts the image if it waits.</summary>
    public void CountIn(WaitCount count)
    {
        var (now, until) = state;
        count.Add(now, until);
    }

    private void Change(PendingImage next, Func<DateTimeOffset?>? until = null) => state = new(next, until);

    private sealed record State(PendingImage Image, Func<DateTimeOffset?>? Until);
}
