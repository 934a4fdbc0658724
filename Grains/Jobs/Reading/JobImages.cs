using System.Runtime.CompilerServices;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>
/// A job's images with what became of them, in order: visits with their URLs and results, each read once, upwards, from one snapshot. Memory depends
/// on the largest visit, never on the job.
/// </summary>
/// <param name="piece">How many results to read at once.</param>
/// <param name="only">Numbers of the visits to look into for images without a result, in ascending order; <see langword="null"/>: all.</param>
internal sealed class JobImages(ILedgerSnapshot snapshot, long jobId, ImageFilter filter, int piece, IReadOnlyList<int>? only = null)
{
    private const int VisitsAhead = 256;

    private readonly VisitCursor visits = new(snapshot, jobId);

    private int LastVisit => filter.Visit ?? int.MaxValue;

    /// <summary>The images that the filter lets through, behind <paramref name="after"/>.</summary>
    public IAsyncEnumerable<JobImage> ReadAsync(ImagePlace after, CancellationToken cancellationToken)
    {
        var start = filter.Visit > after.Visit ? new ImagePlace(filter.Visit.Value, -1) : after;
        return filter is { Status: not (ImageStatus.Measured or ImageStatus.Failed), Reason: null } ? ReadEachAsync(start, cancellationToken) : ReadResultsAsync(start, cancellationToken);
    }

    /// <summary>Every image, or those without a result.</summary>
    private async IAsyncEnumerable<JobImage> ReadEachAsync(ImagePlace after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = new ResultCursor(snapshot, jobId, new ResultRange(after, LastVisit, null, null, piece));
        for (var numbers = await ChooseVisitsAsync(after.Visit, cancellationToken); numbers.Count > 0; numbers = await ChooseVisitsAsync(numbers[^1] + 1, cancellationToken))
        {
            foreach (var number in numbers)
            {
                if (await visits.FindAsync(number, numbers.SkipWhile(chosen => chosen < number), cancellationToken) is not { } visit) yield break;
                for (var image = number == after.Visit ? after.Image + 1 : 0; image < visit.ImageUrls.Length; image++)
                {
                    var result = await results.FindAsync(new ImagePlace(number, image), cancellationToken);
                    if (filter.Status is null || result is null) yield return ToImage(visit, image, result);
                }
            }
        }
    }

    /// <summary>Images with a result of one kind.</summary>
    private async IAsyncEnumerable<JobImage> ReadResultsAsync(ImagePlace after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = new ResultRange(after, LastVisit, filter.Status == ImageStatus.Measured, filter.Reason, piece);
        while (true)
        {
            var results = await snapshot.ReadResultsAsync(jobId, range, cancellationToken);
            int[] numbers = [.. results.Select(result => result.Place.Visit).Distinct()];
            foreach (var (place, result) in results)
                yield return ToImage((await visits.FindAsync(place.Visit, numbers.Where(number => number >= place.Visit), cancellationToken))!, place.Image, result);
            if (results.Count < piece) yield break;
            range = range with { After = results[^1].Place };
        }
    }

    /// <summary>The next visits to look into: all in turn, whether there are so many or not, or those that lack results.</summary>
    private async ValueTask<IReadOnlyList<int>> ChooseVisitsAsync(int first, CancellationToken cancellationToken)
    {
        if (only is not null) return [.. only.Where(visit => visit >= first && visit <= LastVisit).Take(VisitsAhead)];
        return filter.Status is null
            ? [.. Enumerable.Range(first, (int)Math.Clamp((long)LastVisit - first + 1, 0, VisitsAhead))]
            : await snapshot.FindUnfinishedVisitsAsync(jobId, first, LastVisit, VisitsAhead, cancellationToken);
    }

    private static JobImage ToImage(SubmittedVisit visit, int image, RecordedResult? result) =>
        new(new ImagePlace(visit.Number, image), visit.StoreId, visit.VisitTime, visit.ImageUrls[image], result);
}
