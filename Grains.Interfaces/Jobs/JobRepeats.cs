using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>
/// The repeated images of a job: their bytes were seen before in another visit or job, so photographs may have been reused.
/// </summary>
/// <param name="Images">Number of repeated images found so far.</param>
/// <param name="Complete">Whether all repeated images have been found. Never true before the job has ended.</param>
/// <param name="First">The first 20 repeated images, ordered by position.</param>
[GenerateSerializer, Immutable, Alias("job-repeats")]
public sealed record JobRepeats(
    [property: Id(0)] long Images,
    [property: Id(1)] bool Complete,
    [property: Id(2)] ImmutableArray<RepeatedImage> First
)
{
    public const int MaxFirst = 20;

    public static readonly JobRepeats Unknown = new(0, false, []);
    public static readonly JobRepeats None = new(0, true, []);
}

/// <summary>An image whose bytes were seen before.</summary>
/// <param name="SeenIn">
/// First position that has the same bytes: in the job with the lowest id and, within it, the lowest visit. Never in the same visit.
/// </param>
[GenerateSerializer, Immutable, Alias("repeated-image")]
public sealed record RepeatedImage(
    [property: Id(0)] ImagePlace Place,
    [property: Id(1)] string StoreId,
    [property: Id(2)] SeenImage SeenIn
);

/// <summary>A position at which an image was seen.</summary>
[GenerateSerializer, Immutable, Alias("seen-image")]
public sealed record SeenImage([property: Id(0)] long JobId, [property: Id(1)] ImagePlace Place, [property: Id(2)] string StoreId);

/// <summary>A page of a job's repeated images, in order.</summary>
/// <param name="LookedUpTo">Position up to which the search is complete; <see langword="null"/> if that is the end of the job.</param>
[GenerateSerializer, Immutable, Alias("repeated-image-page")]
public sealed record RepeatedImagePage([property: Id(0)] ImmutableArray<RepeatedImage> Images, [property: Id(1)] ImagePlace? LookedUpTo);
