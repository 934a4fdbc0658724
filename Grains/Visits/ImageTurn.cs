using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Visits;

/// <summary>
/// What one image in progress is doing, for display. The visit and the worker of its image write it, and the visit reads it; a reader may see a state that has
/// just passed.
/// </summary>
internal sealed class ImageTurn(int image)
{
    private volatile PendingImage now = new(image, ImagePhase.Running, 0, ImageReason.None, null, null);

    /// <summary>The state at this moment.</summary>
    public PendingImage Now => now;

    /// <summary>The image is being requested, downloaded, or measured.</summary>
    public void Run() => Change(now with { Phase = ImagePhase.Running, NextAttemptAt = null, Host = null });

    /// <summary>The image waits for a slot of its silo.</summary>
    public void WaitForSlot() => Change(now with { Phase = ImagePhase.WaitingForSlot, NextAttemptAt = null, Host = null });

    /// <summary>The image waits for a place at its host.</summary>
    /// <param name="until">The end of the host's rest or its next probe; <see langword="null"/> when unknown.</param>
    public void WaitForHost(string origin, DateTimeOffset? until) =>
        Change(now with { Phase = ImagePhase.WaitingForHost, NextAttemptAt = until, Host = origin });

    /// <summary>An attempt failed, and the next one begins at <paramref name="at"/>.</summary>
    public void WaitForNextAttempt(ImageReason reason, DateTimeOffset at) => Change(now with
    {
        Phase = ImagePhase.WaitingForNextAttempt, Attempts = now.Attempts + 1, LastReason = reason, NextAttemptAt = at, Host = null,
    });

    private void Change(PendingImage next) => now = next;
}
