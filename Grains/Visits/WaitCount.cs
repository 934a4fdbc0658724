using RetailPulse.Visits;

namespace RetailPulse.Grains.Visits;

/// <summary>Counts what the images of one visit wait for. A visit may have ten thousands of them, most at one host.</summary>
internal sealed class WaitCount
{
    private long slot;
    private long host;
    private long nextAttempt;
    private DateTimeOffset? nextAt;
    private string? known;

    /// <summary>The counts so far; <see langword="null"/> when no image waits.</summary>
    public ImageWaits? Waits => slot + host + nextAttempt == 0 ? null : new ImageWaits(slot, host, nextAttempt, nextAt);

    /// <summary>Counts one more image if it waits.</summary>
    /// <param name="until">Returns when its host can be called; asked once for a host, not for each image that waits for it.</param>
    public void Add(PendingImage image, Func<DateTimeOffset?>? until)
    {
        switch (image.Phase)
        {
            case ImagePhase.WaitingForSlot:
                slot++;
                break;
            case ImagePhase.WaitingForHost:
                host++;
                if (ReferenceEquals(known, image.Host)) break;
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
        if (at < nextAt || nextAt is null) nextAt = at;
    }
}
