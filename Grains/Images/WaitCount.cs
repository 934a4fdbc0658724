using RetailPulse.Visits;

namespace RetailPulse.Grains.Images;

/// <summary>Counts what the images of one visit wait for. A visit may have tens of thousands of images, most at one host.</summary>
internal sealed class WaitCount
{
    private long slot;
    private long host;
    private long nextAttempt;
    private DateTimeOffset? nextAt;
    private string? known;

    /// <summary>The counts so far; <see langword="null"/> if no image waits.</summary>
    public ImageWaits? Waits => slot + host + nextAttempt == 0 ? null : new ImageWaits(slot, host, nextAttempt, nextAt);

    /// <summary>Counts the image if it waits.</summary>
    /// <param name="until">Returns when the image's host can be called. Invoked once per host, not once per waiting image.</param>
    public void Add(PendingImage image, Func<DateTimeOffset?>? until)
    {
        switch (image.Phase)
        {
            case ImagePhase.WaitingForSlot:
                slot++;
                break;
            case ImagePhase.WaitingForHost:
                host++;
                if (ReferenceEquals(known, image.Host))
                    break;
                known = image.Host;
                TakeEarlier(until?.Invoke());
                break;
            case ImagePhase.WaitingForNextAttempt:
                nextAttempt++;
                TakeEarlier(image.NextAttemptAt);
                break;
        }
    }

    private void TakeEarlier(DateTimeOffset? at)
    {
        if (at < nextAt || nextAt is null)
            nextAt = at;
    }
}
