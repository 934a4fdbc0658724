using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>What people ask of the ledger. It is read from its last committed state, beside its writer, which waits for no reader.</summary>
internal interface ILedgerReads
{
    /// <summary>The newest <paramref name="limit"/> of the jobs that <paramref name="filter"/> lets through and whose ids are below <paramref name="before"/>.</summary>
    /// <param name="area">The stores of the filter's area, when it has one: a job has a visit of one of them.</param>
    Task<IReadOnlyList<JobEntry>> ReadJobsAsync(
        JobFilter filter, IReadOnlyCollection<string>? area, long before, int limit, CancellationToken cancellationToken);

    /// <summary>The failed images of a job by reason and host. The latest result of each image counts.</summary>
    Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>What a tenant has in hand, and which of <paramref name="jobs"/> are there, whatever became of them.</summary>
    Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken);

    /// <summary>
    /// Looks at the next <paramref name="limit"/> measured images of a job behind <paramref name="after"/> for those whose bytes were seen before, in
    /// another visit. The cost is that many look-ups, however often a photograph was used.
    /// </summary>
    Task<RepeatedImagePage> FindRepeatsAsync(long jobId, ImagePlace after, int limit, CancellationToken cancellationToken);

    /// <summary>Holds the ledger as it is now, for a read in several steps.</summary>
    Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken);
}

/// <summary>The jobs of a tenant that have not ended.</summary>
/// <param name="Images">Of those jobs.</param>
/// <param name="Recorded">Of the jobs that were asked for, those that are there. Found before the others were counted, so that none is missed.</param>
internal sealed record TenantUse(long Jobs, long Images, IReadOnlyCollection<long> Recorded);

/// <summary>
/// The ledger as it was at one instant, however long it is read. It holds a connection and keeps the database from tidying up, so dispose it soon.
/// For one caller at a time.
/// </summary>
internal interface ILedgerSnapshot : IAsyncDisposable
{
    /// <summary>Returns the status in the job's listing row; <see langword="null"/> when there is no such job. The row is ongoing until the end is recorded.</summary>
    Task<JobStatus?> FindStatusAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the visits <paramref name="numbers"/> (ascending) that exist, in order: all, or, when together they have very many images, only the
    /// first ones.
    /// </summary>
    Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(long jobId, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken);

    /// <summary>The numbers of at most <paramref name="limit"/> visits from <paramref name="first"/> to <paramref name="last"/> that lack results, in order.</summary>
    Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(long jobId, int first, int last, int limit, CancellationToken cancellationToken);

    /// <summary>The latest results of the images in <paramref name="range"/>, in order of their places.</summary>
    Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="limit"/> failures behind <paramref name="after"/>, of every run, in order of their cursors.</summary>
    Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken);
}

/// <summary>Which results of a job to read.</summary>
/// <param name="After">Only images behind this place.</param>
/// <param name="LastVisit">No images of later visits.</param>
/// <param name="Measured">Only those measured, or only those failed.</param>
/// <param name="Limit">So many at most.</param>
internal readonly record struct ResultRange(ImagePlace After, int LastVisit, bool? Measured, ImageReason? Reason, int Limit);

/// <summary>A visit as it was submitted.</summary>
internal sealed record SubmittedVisit(int Number, string StoreId, string VisitTime, string[] ImageUrls)
{
    /// <summary>Images of visits that are read together: enough to make the trip worth it, few enough to be held in memory.</summary>
    public const int EnoughImages = 2_000;
}

/// <summary>The latest result of the image at a place.</summary>
internal readonly record struct PlacedResult(ImagePlace Place, RecordedResult Result);

/// <summary>The failure of an image in one of its runs.</summary>
internal readonly record struct PlacedFailure(FailureCursor Cursor, RecordedResult Result)
{
    public ImagePlace Place => new(Cursor.Visit, Cursor.Image);
}

/// <param name="HeldBack">More follow, but so may one before them that is not committed yet.</param>
internal sealed record PlacedFailures(IReadOnlyList<PlacedFailure> Failures, bool HeldBack);
