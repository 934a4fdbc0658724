using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>What became of a job's images, read from the ledger beside the work. Key: the job id.</summary>
[Alias("job-images"), Version(1)]
public interface IJobImagesGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The first <paramref name="limit"/> (1 to 1,001) of the images that <paramref name="filter"/> lets through and that come after
    /// <paramref name="after"/>, in order of their visits and numbers; <see langword="null"/> when there is no such job. Images without a result show what they are
    /// doing. There may be fewer, even none, before the last page of pending or running images, which only their visits can tell apart.
    /// </summary>
    /// <remarks>5 s, because it reads the ledger and asks visits in flight.</remarks>
    [Alias("read"), ResponseTimeout("00:00:05")]
    Task<JobImagePage?> ReadAsync(ImageFilter filter, ImagePlace after, int limit);

    /// <summary>
    /// The first <paramref name="limit"/> (1 to 500) failures behind <paramref name="after"/>, of every run, in the order in which they came to be seen; none
    /// when there is no such job.
    /// </summary>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("read-failures-behind"), ResponseTimeout("00:00:05")]
    Task<FailedImagePage> ReadFailuresAsync(FailureCursor after, int limit);

    /// <summary>The failed images by reason and host, of a job that counts <paramref name="failed"/> of them. While it runs, they may be some seconds old.</summary>
    /// <remarks>10 s: of a million failures the ledger has much to read.</remarks>
    [Alias("failures"), ResponseTimeout("00:00:10")]
    Task<JobFailures> CountFailuresAsync(long failed, bool ended);

    /// <summary>
    /// The repeated images of a job that ended at <paramref name="endedAt"/>, so far as they are known: the first call begins to look for them, which
    /// takes a second for some ten thousand images, and waits a moment for the end of it.
    /// </summary>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("repeats"), ResponseTimeout("00:00:05")]
    Task<JobRepeats> FindRepeatsAsync(DateTimeOffset endedAt);

    /// <summary>
    /// The first <paramref name="limit"/> (1 to 1,001) repeated images behind <paramref name="after"/>, or fewer, even none, of a part of the job that is
    /// large enough for one call; <see langword="null"/> when there is no such job.
    /// </summary>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("read-repeats"), ResponseTimeout("00:00:05")]
    Task<RepeatedImagePage?> ReadRepeatsAsync(ImagePlace after, int limit);

    /// <summary>
    /// All images that <paramref name="filter"/> lets through, in the same order, as they were when this began. The first piece is empty and comes
    /// at once; when there is no such job, none does. Ends by itself when nobody has asked for the next piece for a minute or two.
    /// </summary>
    [Alias("export")]
    IAsyncEnumerable<JobImagePage> ExportAsync(ImageFilter filter, CancellationToken cancellationToken);
}

/// <summary>Which images to read; what is <see langword="null"/> lets every image through.</summary>
/// <param name="Reason">Why it failed; goes with no other status.</param>
/// <param name="Visit">Its number within the job, from 0.</param>
[GenerateSerializer, Immutable, Alias("image-filter")]
public sealed record ImageFilter(
    [property: Id(0)] ImageStatus? Status = null,
    [property: Id(1)] ImageReason? Reason = null,
    [property: Id(2)] int? Visit = null);

/// <summary>An image's place in its job: the numbers of its visit and of the image in it, both from 0.</summary>
[GenerateSerializer, Immutable, Alias("image-place")]
public readonly record struct ImagePlace([property: Id(0)] int Visit, [property: Id(1)] int Image)
{
    /// <summary>Before every image.</summary>
    public static readonly ImagePlace Start = new(0, -1);

    public static bool operator <(ImagePlace one, ImagePlace other) => one.Visit < other.Visit || (one.Visit == other.Visit && one.Image < other.Image);

    public static bool operator >(ImagePlace one, ImagePlace other) => other < one;
}

/// <summary>Some of a job's images, in order.</summary>
/// <param name="ReadUpTo">Where reading stopped before the page was full: images of the same filter may follow. <see langword="null"/> when it read on until the page was full, or the job's images ended.</param>
[GenerateSerializer, Immutable, Alias("job-image-page")]
public sealed record JobImagePage([property: Id(0)] ImmutableArray<JobImage> Images, [property: Id(1)] ImagePlace? ReadUpTo = null)
{
    public static readonly JobImagePage Empty = new(ImmutableArray<JobImage>.Empty);
}
