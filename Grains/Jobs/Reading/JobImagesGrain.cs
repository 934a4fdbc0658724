using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;
using Orleans.Placement;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads images for any caller.</summary>
/// <remarks>It is not stateless: all steps of an export must reach the activation that holds its snapshot.</remarks>
[RandomPlacement, Reentrant]
internal sealed class JobImagesGrain(
    ILedger facts,
    IJobQueries ledger,
    IPhotoLedger photos,
    ExportPermits permits,
    JobReferences references,
    TimeProvider time
) : Grain, IJobImagesGrain
{
    /// <summary>Number of images per message.</summary>
    private const int ChunkSize = 500;

    /// <summary>Minimum number of images without a result that a page examines to find those that run or those that wait.</summary>
    private const int MinExamined = 500;

    /// <summary>Number of results that are examined at once for a host: some hundredths of a second of the ledger's time.</summary>
    private const int MinExaminedOfHost = 2_000;

    /// <summary>Time after which a page of a host is returned with what it has.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Maximum number of images that one page of repeated images examines: about 0.1 s of the ledger's time.</summary>
    private const int MaxExamined = 20_000;

    private readonly FailureCount failures = new(time);
    private RepeatSearch? repeats;

    private long Id => this.GetPrimaryKeyLong();

    public async Task<JobImagePage?> ReadAsync(ImageFilter filter, ImagePlace after, int limit)
    {
        var started = time.GetTimestamp();
        if (await ReadPartAsync(filter, after, limit) is not { } page)
            return null;
        while (
            filter.Host is not null
            && page.ReadUpTo is { } place
            && page.Images.Length < limit
            && time.GetElapsedTime(started) < TimeLimit
            && await ReadPartAsync(filter, place, limit - page.Images.Length) is { } next
        )
            page = next with { Images = [.. page.Images, .. next.Images] };
        return page;
    }

    /// <summary>Reads images until there are enough, or as many were examined as one part of a page examines.</summary>
    private async Task<JobImagePage?> ReadPartAsync(ImageFilter filter, ImagePlace after, int limit)
    {
        var shown = new ImagesInFlight(references, Id);
        var only = await ChooseVisitsAsync(shown, filter, after);
        var examined = Math.Max(limit, MinExaminedBy(filter));
        var images = new List<JobImage>(limit);
        await using (var snapshot = await ledger.OpenSnapshotAsync(CancellationToken.None))
        {
            if (await FindStatusAsync(snapshot, CancellationToken.None) is not { } status)
                return null;
            shown.Cancelled = status == JobStatus.Cancelled;
            await foreach (var image in new JobImages(snapshot, Id, filter, examined, only).ReadAsync(after, CancellationToken.None))
            {
                images.Add(image);
                if (images.Count == examined)
                    break;
            }
        }

        ImmutableArray<JobImage> found = [.. Choose(await shown.ShowAsync(images), filter)];
        if (MatchesAll(filter) || found.Length >= limit)
            return new JobImagePage([.. found.Take(limit)]);
        return new JobImagePage(found, images.Count == examined ? images[^1].Place : ImagesInFlight.EndOf(only));
    }

    public async Task<FailedImagePage> ReadFailuresAsync(FailureCursor after, int limit)
    {
        await using var snapshot = await ledger.OpenSnapshotAsync(CancellationToken.None);
        return await FindStatusAsync(snapshot, CancellationToken.None) is not null
            ? await JobFailurePage.ReadAsync(snapshot, Id, after, limit)
            : FailedImagePage.Empty;
    }

    public async Task<RecordedAttempts?> ReadAttemptsAsync(ImagePlace place)
    {
        await using var snapshot = await ledger.OpenSnapshotAsync(CancellationToken.None);
        if (await FindStatusAsync(snapshot, CancellationToken.None) is null)
            return null;
        var visits = await snapshot.ReadVisitsAsync(Id, [place.Visit], CancellationToken.None);
        if (visits is not [var visit] || place.Image >= visit.ImageUrls.Length)
            return RecordedAttempts.NoSuchImage;
        var runs = await snapshot.ReadRunsAsync(Id, place, CancellationToken.None);
        return new RecordedAttempts(true, [.. runs.SelectMany(run => run.List())]);
    }

    public Task<JobFailures> CountFailuresAsync(long failed, bool ended, RunOfJob run) =>
        failures.GetAsync(run, failed, ended, () => ledger.CountFailuresAsync(Id, CancellationToken.None));

    public async Task<ImmutableArray<PastRetry>> ReadRetriesAsync(int limit) =>
        [.. await ledger.ReadRetriesAsync(Id, limit, CancellationToken.None)];

    public Task<JobRepeats> FindRepeatsAsync(DateTimeOffset endedAt) =>
        (
            repeats ??= new RepeatSearch(
                IndexAsync,
                after => ledger.FindRepeatsAsync(Id, after, RepeatSearch.ChunkSize, CancellationToken.None),
                time
            )
        ).GetAsync(endedAt);

    public async Task<RepeatedImagePage?> ReadRepeatsAsync(ImagePlace after, int limit)
    {
        await using (var snapshot = await ledger.OpenSnapshotAsync(CancellationToken.None))
        {
            if (await FindStatusAsync(snapshot, CancellationToken.None) is null)
                return null;
        }

        await IndexEndedAsync();
        var images = new List<RepeatedImage>();
        ImagePlace? lookedUpTo = after;
        for (var looked = 0; lookedUpTo is { } place && images.Count < limit && looked < MaxExamined; looked += RepeatSearch.ChunkSize)
        {
            var chunk = await ledger.FindRepeatsAsync(Id, place, RepeatSearch.ChunkSize, CancellationToken.None);
            images.AddRange(chunk.Images);
            lookedUpTo = chunk.LookedUpTo;
        }

        return images.Count <= limit
            ? new RepeatedImagePage([.. images], lookedUpTo)
            : new RepeatedImagePage([.. images.Take(limit)], images[limit - 1].Place);
    }

    public async IAsyncEnumerable<JobImagePage> ExportAsync(
        ImageFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await GrainFactory.GetGrain<IJobGrain>(Id).GetTenantAsync() is not { } tenant)
            yield break;
        using var permit = permits.Acquire(new Owner(tenant, Id));
        await using var snapshot = await ledger.OpenSnapshotAsync(cancellationToken);
        if (await FindStatusAsync(snapshot, cancellationToken) is not { } status)
            yield break;
        yield return JobImagePage.Empty;

        var shown = new ImagesInFlight(references, Id) { Cancelled = status == JobStatus.Cancelled };
        var images = new List<JobImage>(ChunkSize);
        await foreach (var image in new JobImages(snapshot, Id, filter, ChunkSize).ReadAsync(ImagePlace.Start, cancellationToken))
        {
            images.Add(image);
            if (images.Count < ChunkSize)
                continue;
            yield return new JobImagePage([.. Choose(await shown.ShowAsync(images), filter)]);
            images.Clear();
        }

        if (images.Count > 0)
            yield return new JobImagePage([.. Choose(await shown.ShowAsync(images), filter)]);
    }

    /// <summary>Returns whether the ledger alone determines which images match the filter.</summary>
    private static bool IsOfLedger(ImageFilter filter) =>
        filter is { Status: null or ImageStatus.Measured or ImageStatus.Failed } or { Reason: not null };

    /// <summary>Returns whether all images that are read for the filter match it.</summary>
    private static bool MatchesAll(ImageFilter filter) => filter.Host is null && IsOfLedger(filter);

    /// <summary>
    /// Returns the minimum number of images that a part of a page examines. Those without a result are looked up in their visits.
    /// </summary>
    private static int MinExaminedBy(ImageFilter filter) =>
        MatchesAll(filter) ? 0
        : filter is { Status: ImageStatus.Measured or ImageStatus.Failed } or { Reason: not null } ? MinExaminedOfHost
        : MinExamined;

    /// <summary>
    /// Selects the matching images. Whether an image without a result runs, waits, or was canceled is known only after the visits were
    /// queried. A host is compared here, because no index has the hosts.
    /// </summary>
    private static IEnumerable<JobImage> Choose(IEnumerable<JobImage> images, ImageFilter filter) =>
        images.Where(image =>
            (IsOfLedger(filter) || image.Status == filter.Status) && (filter.Host is null || UrlHost.Matches(image.Url, filter.Host))
        );

    /// <summary>Returns the only visits that can contain matching images; <see langword="null"/> if any visit can.</summary>
    private async Task<IReadOnlyList<int>?> ChooseVisitsAsync(ImagesInFlight shown, ImageFilter filter, ImagePlace after) =>
        filter.Status switch
        {
            ImageStatus.Running => (await shown.FindAsync(after.Visit, filter.Visit ?? int.MaxValue)).Visits,
            ImageStatus.Cancelled when !await IsCancelledAsync(shown) => [],
            _ => null,
        };

    /// <summary>
    /// Returns whether the job is canceled. A cancellation is final, so the ledger suffices once it has it; until then, the job knows.
    /// </summary>
    private async Task<bool> IsCancelledAsync(ImagesInFlight shown)
    {
        await using (var snapshot = await ledger.OpenSnapshotAsync(CancellationToken.None))
        {
            if (await snapshot.FindStatusAsync(Id, CancellationToken.None) == JobStatus.Cancelled)
                return true;
        }

        return (await shown.FindAsync(0, 0)).Status == JobStatus.Cancelled;
    }

    /// <summary>
    /// Indexes this job's photos if its end is recorded, and returns whether it is. The end of a job that has just ended may not be.
    /// </summary>
    private async Task<bool> IndexAsync()
    {
        if (!await facts.HasEndedAsync(Id, CancellationToken.None))
            return false;
        await IndexEndedAsync();
        return true;
    }

    private async Task IndexEndedAsync() =>
        await photos.IndexAsync(await photos.ReadUnindexedJobsAsync(CancellationToken.None), CancellationToken.None);

    /// <summary>
    /// Returns the job's status. If the job does not exist, the grain deactivates: queries for unknown jobs must not fill the silo with
    /// activations.
    /// </summary>
    private async ValueTask<JobStatus?> FindStatusAsync(ILedgerSnapshot snapshot, CancellationToken cancellationToken)
    {
        var status = await snapshot.FindStatusAsync(Id, cancellationToken);
        if (status is null)
            DeactivateOnIdle();
        return status;
    }
}
