using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Reads the results of a job's images from the ledger, without disturbing the job's work. Key: the job id.</summary>
[Alias("job-images"), Version(1)]
public interface IJobImagesGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns the first <paramref name="limit"/> (1 to 1,001) images that match <paramref name="filter"/> and come after
    /// <paramref name="after"/>, ordered by visit and image number; <see langword="null"/> if the job does not exist.
    /// </summary>
    /// <remarks>
    /// Images without a result show their progress. A page of pending or running images may be short or even empty before the last page,
    /// because only the visits can tell the two apart, and so may a page of a host, because no index has the hosts. Timeout 5 s, because it reads the ledger and queries visits in flight.
    /// </remarks>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<JobImagePage?> ReadAsync(ImageFilter filter, ImagePlace after, int limit);

    /// <summary>
    /// Returns the first <paramref name="limit"/> (1 to 500) failures after <paramref name="after"/>, of all runs, in the order in which
    /// they became visible. Returns none if the job does not exist.
    /// </summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    [Alias("read-failures-behind"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<FailedImagePage> ReadFailuresAsync(FailureCursor after, int limit);

    /// <summary>
    /// Groups the failed images by reason and host. While the job runs, the groups may be some seconds old.
    /// </summary>
    /// <param name="failed">Number of failed images that the job counts.</param>
    /// <param name="run">
    /// Run of the job in which the images are counted. Equally many images of another run may be others. A front end of an earlier version
    /// does not send it.
    /// </param>
    /// <remarks>Timeout 10 s: the ledger has to read every one of up to a million failures.</remarks>
    [Alias("failures"), ResponseTimeout(ResponseTimeouts.LedgerScan)]
    Task<JobFailures> CountFailuresAsync(long failed, bool ended, RunOfJob run);

    /// <summary>Returns the latest <paramref name="limit"/> retries of the job, newest first.</summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    [Alias("retries"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<ImmutableArray<PastRetry>> ReadRetriesAsync(int limit);

    /// <summary>Returns the repeated images that are known so far, of a job that ended at <paramref name="endedAt"/>.</summary>
    /// <remarks>
    /// The first call starts the search, which takes about a second for ten thousand images, and waits briefly for it to finish.
    /// Timeout 5 s, because it reads the ledger.
    /// </remarks>
    [Alias("repeats"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<JobRepeats> FindRepeatsAsync(DateTimeOffset endedAt);

    /// <summary>
    /// Returns the first <paramref name="limit"/> (1 to 1,001) repeated images after <paramref name="after"/>; <see langword="null"/> if
    /// the job does not exist.
    /// </summary>
    /// <remarks>
    /// Each call searches only a part of the job, so a page may be short or even empty. Timeout 5 s, because it reads the ledger.
    /// </remarks>
    [Alias("read-repeats"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<RepeatedImagePage?> ReadRepeatsAsync(ImagePlace after, int limit);

    /// <summary>Returns all recorded attempts at an image, of all runs; <see langword="null"/> if the job does not exist.</summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    [Alias("attempts"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<RecordedAttempts?> ReadAttemptsAsync(ImagePlace place);

    /// <summary>
    /// Streams all images that match <paramref name="filter"/>, in the same order, as of the moment at which the export began.
    /// </summary>
    /// <remarks>
    /// The first chunk is empty and arrives at once; if the job does not exist, no chunk arrives. The export ends by itself if the caller
    /// requests no chunk for one to two minutes.
    /// </remarks>
    [Alias("export")]
    IAsyncEnumerable<JobImagePage> ExportAsync(ImageFilter filter, CancellationToken cancellationToken);
}

/// <summary>Identifies a run of a job. A job that was deleted and submitted again under its id has other runs.</summary>
/// <param name="SubmittedAt">Time at which the job was submitted.</param>
/// <param name="Retries">Number of times that the job had been retried.</param>
[GenerateSerializer, Immutable, Alias("run-of-job")]
public readonly record struct RunOfJob([property: Id(0)] DateTimeOffset SubmittedAt, [property: Id(1)] int Retries);

/// <summary>Selects images of a job. A <see langword="null"/> property matches every image.</summary>
/// <param name="Reason">Reason of the failure. Cannot be combined with a status other than failed.</param>
/// <param name="Visit">Number of the visit within its job, from 0.</param>
/// <param name="Reference">Identifier that the client gave the image.</param>
/// <param name="VisitReference">Identifier that the client gave the visit.</param>
/// <param name="Host">Host of the URL in lower case; without a port, at all ports of it; with a colon only, at that of the scheme.</param>
[GenerateSerializer, Immutable, Alias("image-filter")]
public sealed record ImageFilter(
    [property: Id(0)] ImageStatus? Status = null,
    [property: Id(1)] ImageReason? Reason = null,
    [property: Id(2)] int? Visit = null,
    [property: Id(3)] string? Reference = null,
    [property: Id(4)] string? VisitReference = null,
    [property: Id(5)] string? Host = null
)
{
    /// <summary>Whether only images with certain references match.</summary>
    public bool HasReference => Reference is not null || VisitReference is not null;
}

/// <summary>An image's position in its job: the numbers of its visit and of the image within it, both from 0.</summary>
[GenerateSerializer, Immutable, Alias("image-place")]
public readonly record struct ImagePlace([property: Id(0)] int Visit, [property: Id(1)] int Image)
{
    /// <summary>The position before every image.</summary>
    public static readonly ImagePlace Start = new(0, -1);

    public static bool operator <(ImagePlace one, ImagePlace other) =>
        one.Visit < other.Visit || (one.Visit == other.Visit && one.Image < other.Image);

    public static bool operator >(ImagePlace one, ImagePlace other) => other < one;
}

/// <summary>A page of a job's images, in order.</summary>
/// <param name="ReadUpTo">
/// Position at which reading stopped before the page was full; more matching images may follow. <see langword="null"/> if the page is full
/// or the job has no further images.
/// </param>
[GenerateSerializer, Immutable, Alias("job-image-page")]
public sealed record JobImagePage([property: Id(0)] ImmutableArray<JobImage> Images, [property: Id(1)] ImagePlace? ReadUpTo = null)
{
    public static readonly JobImagePage Empty = new(ImmutableArray<JobImage>.Empty);
}
