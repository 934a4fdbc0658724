namespace RetailPulse.Visits;

/// <summary>The number of waiting images, by what they wait for.</summary>
/// <param name="ForSlot">Number of images that could be measured now if their silo had a free slot.</param>
/// <param name="ForHost">Number of images that wait for their host because it is busy, rests, or is down.</param>
/// <param name="ForNextAttempt">Number of images whose last attempt failed and whose next attempt is scheduled.</param>
/// <param name="NextAt">Earliest known time at which one of these images can continue; <see langword="null"/> if none is known.</param>
[GenerateSerializer, Immutable, Alias("image-waits")]
public sealed record ImageWaits(
    [property: Id(0)] long ForSlot,
    [property: Id(1)] long ForHost,
    [property: Id(2)] long ForNextAttempt,
    [property: Id(3)] DateTimeOffset? NextAt = null
)
{
    /// <summary>No image waits.</summary>
    public static readonly ImageWaits None = new(0, 0, 0);

    /// <summary>Total number of waiting images.</summary>
    public long Total => ForSlot + ForHost + ForNextAttempt;

    /// <summary>Returns the sum of both.</summary>
    public ImageWaits Add(ImageWaits other) =>
        new(ForSlot + other.ForSlot, ForHost + other.ForHost, ForNextAttempt + other.ForNextAttempt, Earlier(NextAt, other.NextAt));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
