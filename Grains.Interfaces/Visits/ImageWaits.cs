namespace RetailPulse.Visits;

/// <summary>The number of images that wait, by what they wait for.</summary>
/// <param name="ForSlot">Images that could be measured now if their silo had a free slot.</param>
/// <param name="ForHost">Images that wait for a place at their host: it is busy, rests, or is down.</param>
/// <param name="ForNextAttempt">Images whose last attempt failed and whose next one has its time.</param>
/// <param name="NextAt">The earliest known time at which one of these images can go on; <see langword="null"/> when none is known.</param>
[GenerateSerializer, Immutable, Alias("image-waits")]
public sealed record ImageWaits(
    [property: Id(0)] long ForSlot,
    [property: Id(1)] long ForHost,
    [property: Id(2)] long ForNextAttempt,
    [property: Id(3)] DateTimeOffset? NextAt = null)
{
    /// <summary>No image waits.</summary>
    public static readonly ImageWaits None = new(0, 0, 0);

    /// <summary>All images that wait.</summary>
    public long Total => ForSlot + ForHost + ForNextAttempt;

    /// <summary>Counts one more image if it waits.</summary>
    public ImageWaits Add(PendingImage image) => image.Phase switch
    {
        ImagePhase.WaitingForSlot => this with { ForSlot = ForSlot + 1 },
        ImagePhase.WaitingForHost => this with { ForHost = ForHost + 1, NextAt = Earlier(NextAt, image.NextAttemptAt) },
        ImagePhase.WaitingForNextAttempt => this with { ForNextAttempt = ForNextAttempt + 1, NextAt = Earlier(NextAt, image.NextAttemptAt) },
        _ => this,
    };

    /// <summary>Counts the images of both.</summary>
    public ImageWaits Add(ImageWaits other) =>
        new(ForSlot + other.ForSlot, ForHost + other.ForHost, ForNextAttempt + other.ForNextAttempt, Earlier(NextAt, other.NextAt));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
