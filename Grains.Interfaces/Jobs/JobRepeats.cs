using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>Images of a job whose bytes were seen before, in another visit or another job: photographs that may have been used again.</summary>
/// <param name="Images">How many were found so far.</param>
/// <param name="Complete">There are no more. Never before the job has ended.</param>
/// <param name="First">The first 20 of them, in order of their places.</param>
[GenerateSerializer, Immutable, Alias("job-repeats")]
public sealed record JobRepeats([property: Id(0)] long Images, [property: Id(1)] bool Complete, [property: Id(2)] ImmutableArray<RepeatedImage> First)
{
    public const int MostFirst = 20;

    public static readonly JobRepeats Unknown = new(0, false, []);
    public static readonly JobRepeats None = new(0, true, []);
}

/// <summary>An image whose bytes were seen before.</summary>
/// <param name="SeenIn">The first place that has them: of the job with the lowest id, and in it of the lowest visit. Never the same visit.</param>
[GenerateSerializer, Immutable, Alias("repeated-image")]
public sealed record RepeatedImage([property: Id(0)] ImagePlace Place, [property: Id(1)] string StoreId, [property: Id(2)] SeenImage SeenIn);

/// <summary>Where an image was seen.</summary>
[GenerateSerializer, Immutable, Alias("seen-image")]
public sealed record SeenImage([property: Id(0)] long JobId, [property: Id(1)] ImagePlace Place, [property: Id(2)] string StoreId);

/// <summary>Some of a job's repeated images, in order.</summary>
/// <param name="LookedUpTo">Up to this place all were found; <see langword="null"/> when that is the end of the job.</param>
[GenerateSerializer, Immutable, Alias("repeated-image-page")]
public sealed record RepeatedImagePage([property: Id(0)] ImmutableArray<RepeatedImage> Images, [property: Id(1)] ImagePlace? LookedUpTo);
