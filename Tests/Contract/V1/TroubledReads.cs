using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>A ledger that can be read until trouble comes.</summary>
internal sealed class TroubledReads(IJobQueries ledger) : IJobQueries
{
    private int open;

    /// <summary>Thrown instead of an answer, while set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>A number of reads of results succeed, and then one throws a <see cref="StorageUnavailableException"/>.</summary>
    public int SoundReads { get; set; } = int.MaxValue;

    /// <summary>Snapshots that are held.</summary>
    public int Open => Volatile.Read(ref open);

    public Task<IReadOnlyList<JobListItem>> ReadJobsAsync(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit,
        CancellationToken cancellationToken
    ) => Trouble is null ? ledger.ReadJobsAsync(filter, area, range, limit, cancellationToken) : throw Trouble;

    public Task<string> ReadMomentAsync(CancellationToken cancellationToken) =>
        Trouble is null ? ledger.ReadMomentAsync(cancellationToken) : throw Trouble;

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        Trouble is null ? ledger.CountFailuresAsync(jobId, cancellationToken) : throw Trouble;

    public Task<IReadOnlyDictionary<long, long>> CountFailedAsync(
        IReadOnlyCollection<long> jobs,
        ImageReason? reason,
        string? host,
        CancellationToken cancellationToken
    ) => Trouble is null ? ledger.CountFailedAsync(jobs, reason, host, cancellationToken) : throw Trouble;

    public Task<IReadOnlyList<PastRetry>> ReadRetriesAsync(long jobId, int limit, CancellationToken cancellationToken) =>
        Trouble is null ? ledger.ReadRetriesAsync(jobId, limit, cancellationToken) : throw Trouble;

    public Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken) =>
        Trouble is null ? ledger.ReadUseAsync(tenant, jobs, cancellationToken) : throw Trouble;

    public Task<IReadOnlyList<OngoingJob>> ReadOngoingAsync(
        IReadOnlyCollection<string> tenants,
        long after,
        int limit,
        CancellationToken cancellationToken
    ) => Trouble is null ? ledger.ReadOngoingAsync(tenants, after, limit, cancellationToken) : throw Trouble;

    public Task<RepeatedImagePage> FindRepeatsAsync(long jobId, ImagePlace after, int limit, CancellationToken cancellationToken) =>
        Trouble is null ? ledger.FindRepeatsAsync(jobId, after, limit, cancellationToken) : throw Trouble;

    public async Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        if (Trouble is not null)
            throw Trouble;
        var snapshot = await ledger.OpenSnapshotAsync(cancellationToken);
        Interlocked.Increment(ref open);
        return new Snapshot(this, snapshot);
    }

    private sealed class Snapshot(TroubledReads reads, ILedgerSnapshot snapshot) : ILedgerSnapshot
    {
        private int read;

        public Task<JobStatus?> FindStatusAsync(long jobId, CancellationToken cancellationToken) =>
            snapshot.FindStatusAsync(jobId, cancellationToken);

        public Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(
            long jobId,
            IReadOnlyCollection<int> numbers,
            CancellationToken cancellationToken
        ) => snapshot.ReadVisitsAsync(jobId, numbers, cancellationToken);

        public Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
            IReadOnlyCollection<PlaceInJob> places,
            CancellationToken cancellationToken
        ) => snapshot.ReadImagesAsync(places, cancellationToken);

        public Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(
            long jobId,
            int first,
            int last,
            int limit,
            CancellationToken cancellationToken
        ) => snapshot.FindUnfinishedVisitsAsync(jobId, first, last, limit, cancellationToken);

        public Task<IReadOnlyList<int>> FindReferencedVisitsAsync(
            long jobId,
            string? reference,
            string? imageReference,
            int first,
            int last,
            int limit,
            CancellationToken cancellationToken
        ) => snapshot.FindReferencedVisitsAsync(jobId, reference, imageReference, first, last, limit, cancellationToken);

        public Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken) =>
            ++read <= reads.SoundReads
                ? snapshot.ReadResultsAsync(jobId, range, cancellationToken)
                : throw new StorageUnavailableException("the disk is gone");

        public Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken) =>
            snapshot.ReadFailuresAsync(jobId, after, limit, cancellationToken);

        public Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken) =>
            snapshot.ReadRunsAsync(jobId, place, cancellationToken);

        public Task<LedgerEvents> ReadEventsAsync(
            EventCursor? after,
            IReadOnlyCollection<string> tenants,
            int limit,
            CancellationToken cancellationToken
        ) => snapshot.ReadEventsAsync(after, tenants, limit, cancellationToken);

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref reads.open);
            return snapshot.DisposeAsync();
        }
    }
}
