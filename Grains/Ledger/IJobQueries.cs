using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Reads the ledger for clients. Reads see the last committed state and never block the writer.</summary>
internal interface IJobQueries
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> jobs of <paramref name="range"/> that match <paramref name="filter"/>, newest first, each
    /// with the counts that the ledger keeps.
    /// </summary>
    /// <param name="area">Stores of the filter's area, if it has one; a matching job visits at least one of them.</param>
    Task<IReadOnlyList<JobListItem>> ReadJobsAsync(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Returns the present moment in the order of the ledger's commits, which no clock decides: of a job, a reader knows whether it changed
    /// before or after.
    /// </summary>
    Task<string> ReadMomentAsync(CancellationToken cancellationToken);

    /// <summary>Groups the failed images of a job by reason and host. Only the latest result of each image counts.</summary>
    Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>Returns the latest <paramref name="limit"/> retries of a job, newest first.</summary>
    Task<IReadOnlyList<PastRetry>> ReadRetriesAsync(long jobId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the number of failed images of each of <paramref name="jobs"/> that has any. Only the latest result of each image counts.
    /// </summary>
    /// <param name="reason">Only failures for this reason; <see langword="null"/> for all.</param>
    /// <param name="host">Only failures at this host; without a port, at all ports of it; with a colon only, at that of the scheme. <see langword="null"/> for all.</param>
    Task<IReadOnlyDictionary<long, long>> CountFailedAsync(
        IReadOnlyCollection<long> jobs,
        ImageReason? reason,
        string? host,
        CancellationToken cancellationToken
    );

    /// <summary>Returns a tenant's current use, and which of <paramref name="jobs"/> exist, in any status.</summary>
    Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken);

    /// <summary>
    /// Searches the next <paramref name="limit"/> measured images of a job after <paramref name="after"/> for images whose bytes were seen
    /// before in another visit.
    /// </summary>
    /// <remarks>The cost is one look-up per image, no matter how often a photograph was used.</remarks>
    Task<RepeatedImagePage> FindRepeatsAsync(long jobId, ImagePlace after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the first <paramref name="limit"/> jobs without an end whose ids are above <paramref name="after"/>, in ascending order.
    /// </summary>
    /// <param name="tenants">Tenants whose jobs are returned; none for those of all tenants.</param>
    Task<IReadOnlyList<OngoingJob>> ReadOngoingAsync(
        IReadOnlyCollection<string> tenants,
        long after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Opens a snapshot of the ledger's current state, for a read in several steps.</summary>
    Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken);
}

/// <summary>A tenant's jobs that have not ended.</summary>
/// <param name="Images">Number of images of these jobs.</param>
/// <param name="Recorded">
/// Those of the requested jobs that are recorded. They are read before the others are counted, so that none is missed.
/// </param>
internal sealed record TenantUse(long Jobs, long Images, IReadOnlyCollection<long> Recorded);

/// <summary>The ledger as of one moment. For one caller at a time.</summary>
/// <remarks>A snapshot holds a connection and keeps the database from cleaning up old rows, so dispose it soon.</remarks>
internal interface ILedgerSnapshot : IAsyncDisposable
{
    /// <summary>
    /// Returns the status in the job's listing row, which is ongoing until the end is recorded; <see langword="null"/> if the job does not
    /// exist.
    /// </summary>
    Task<JobStatus?> FindStatusAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns those of the visits <paramref name="numbers"/> (ascending) that exist, in order. If together they have very many images, it
    /// returns only the first ones.
    /// </summary>
    Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(long jobId, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the images at <paramref name="places"/>, without results. Each visit is read once, and only its requested URLs are kept in
    /// memory.
    /// </summary>
    Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Returns the numbers of at most <paramref name="limit"/> visits from <paramref name="first"/> to <paramref name="last"/> that lack
    /// results, in order.
    /// </summary>
    Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(long jobId, int first, int last, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the numbers of at most <paramref name="limit"/> visits from <paramref name="first"/> to <paramref name="last"/> that have a
    /// reference, and an image with a reference, in order. A reference that is <see langword="null"/> matches every visit.
    /// </summary>
    Task<IReadOnlyList<int>> FindReferencedVisitsAsync(
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Returns the latest results of the images in <paramref name="range"/>, ordered by position.</summary>
    Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Returns at most <paramref name="limit"/> failures after <paramref name="after"/>, of every run, ordered by cursor.
    /// </summary>
    Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the results of all runs of an image, ordered by run.</summary>
    Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken);

    /// <summary>
    /// Examines the next <paramref name="limit"/> events of jobs and as many failures after <paramref name="after"/>, and returns those that
    /// were asked for, ordered by cursor. Without a cursor, it returns no event, and the cursor after which later events follow.
    /// </summary>
    /// <param name="tenants">Tenants whose events are returned; none for those of all tenants.</param>
    Task<LedgerEvents> ReadEventsAsync(
        EventCursor? after,
        IReadOnlyCollection<string> tenants,
        int limit,
        CancellationToken cancellationToken
    );
}

/// <summary>Selects results of a job.</summary>
/// <param name="After">Position after which to start.</param>
/// <param name="LastVisit">Number of the last visit to include.</param>
/// <param name="Measured">Whether to return only measured or only failed images; <see langword="null"/> for both.</param>
/// <param name="Limit">Maximum number of results.</param>
internal readonly record struct ResultRange(ImagePlace After, int LastVisit, bool? Measured, ImageReason? Reason, int Limit);

/// <summary>A visit as it was submitted.</summary>
internal sealed record SubmittedVisit(int Number, string StoreId, string VisitTime, string[] ImageUrls)
{
    /// <summary>
    /// Target number of images of visits that are read together: enough to justify a round trip, few enough to hold in memory.
    /// </summary>
    public const int EnoughImages = 2_000;

    /// <summary>Identifier that the client gave the visit; <see langword="null"/> if none was given.</summary>
    public string? Reference { get; init; }

    /// <summary>
    /// Identifier that the client gave each image, <see langword="null"/> if none was given; <see langword="null"/> if no image has one.
    /// </summary>
    public string?[]? ImageReferences { get; init; }

    /// <summary>Returns whether an image has the references of a filter.</summary>
    public bool HasReferences(int image, ImageFilter filter) =>
        (filter.VisitReference is null || filter.VisitReference == Reference)
        && (filter.Reference is null || filter.Reference == ImageReferences?[image]);

    /// <summary>Returns an image of the visit with its latest result.</summary>
    public JobImage ToImage(int image, RecordedResult? result) =>
        new(
            new ImagePlace(Number, image),
            StoreId,
            VisitTime,
            ImageUrls[image],
            result,
            Reference: ImageReferences?[image],
            VisitReference: Reference
        );
}

/// <summary>Position of an image among those of all jobs.</summary>
internal readonly record struct PlaceInJob(long JobId, ImagePlace Place);

/// <summary>The latest result of the image at a position.</summary>
internal readonly record struct PlacedResult(ImagePlace Place, RecordedResult Result);

/// <summary>The failure of an image in one of its runs.</summary>
internal readonly record struct PlacedFailure(FailureCursor Cursor, RecordedResult Result)
{
    public ImagePlace Place => new(Cursor.Visit, Cursor.Image);
}

/// <param name="HeldBack">Whether more failures exist but are withheld, because an earlier one may not be committed yet.</param>
internal sealed record PlacedFailures(IReadOnlyList<PlacedFailure> Failures, bool HeldBack);
