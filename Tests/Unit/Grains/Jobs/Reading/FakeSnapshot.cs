using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

/// <summary>A fake snapshot of one job, with the number of images per visit and the reasons of the images that have a result.</summary>
internal sealed class FakeSnapshot(int[] visits, Dictionary<ImagePlace, ImageReason> results) : ILedgerSnapshot
{
    /// <summary>Number of visits that were read.</summary>
    public int VisitsRead { get; private set; }

    /// <summary>Number of results that were read.</summary>
    public int ResultsRead { get; private set; }

    public Task<JobStatus?> FindStatusAsync(long jobId, CancellationToken cancellationToken) =>
        Task.FromResult<JobStatus?>(JobStatus.Ongoing);

    /// <summary>Returns at most two visits at once, as if they had very many images.</summary>
    public Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(
        long jobId,
        IReadOnlyCollection<int> numbers,
        CancellationToken cancellationToken
    )
    {
        Assert.Equal(numbers.Order(), numbers);
        SubmittedVisit[] found =
        [
            .. numbers
                .Where(number => number >= 0 && number < visits.Length)
                .Take(2)
                .Select(number => new SubmittedVisit(number, "S", "t", Urls(number))
                {
                    Reference = ReferenceOf(number),
                    ImageReferences = [.. Enumerable.Range(0, visits[number]).Select(image => ReferenceOf(new ImagePlace(number, image)))],
                }),
        ];
        VisitsRead += found.Length;
        return Task.FromResult<IReadOnlyList<SubmittedVisit>>(found);
    }

    public Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(
        long jobId,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<int>>([
            .. Enumerable
                .Range(0, visits.Length)
                .Where(number => number >= first && number <= last && visits[number] > results.Keys.Count(place => place.Visit == number))
                .Take(Math.Min(limit, 3)),
        ]);

    public Task<IReadOnlyList<int>> FindReferencedVisitsAsync(
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<int>>([
            .. Enumerable
                .Range(0, visits.Length)
                .Where(number => number >= first && number <= last)
                .Where(number => reference is null || reference == ReferenceOf(number))
                .Where(number =>
                    imageReference is null
                    || Enumerable.Range(0, visits[number]).Any(image => imageReference == ReferenceOf(new ImagePlace(number, image)))
                )
                .Take(Math.Min(limit, 3)),
        ]);

    public Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken)
    {
        PlacedResult[] found =
        [
            .. results
                .Where(result => result.Key > range.After && result.Key.Visit <= range.LastVisit)
                .Where(result => range.Measured is not { } measured || measured == (result.Value == ImageReason.None))
                .Where(result => range.Reason is null || range.Reason == result.Value)
                .OrderBy(result => (result.Key.Visit, result.Key.Image))
                .Take(range.Limit)
                .Select(result => new PlacedResult(
                    result.Key,
                    new RecordedResult(ImageOutcome.Failed(result.Value), 1, [], DateTimeOffset.UnixEpoch)
                )),
        ];
        ResultsRead += found.Length;
        return Task.FromResult<IReadOnlyList<PlacedResult>>(found);
    }

    public Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LedgerEvents> ReadEventsAsync(
        EventCursor? after,
        IReadOnlyCollection<string> tenants,
        int limit,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Every third visit has no reference, and others share one.</summary>
    public static string? ReferenceOf(int visit) => visit % 3 == 0 ? null : $"v{visit % 3}";

    public static string? ReferenceOf(ImagePlace place) =>
        (place.Visit + place.Image) % 4 == 0 ? null : $"i{(place.Visit + place.Image) % 4}";

    private string[] Urls(int visit) => [.. Enumerable.Range(0, visits[visit]).Select(image => $"http://x/{visit}/{image}")];
}
