using System.Runtime.CompilerServices;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads a job's images with their results, in order, from one snapshot.</summary>
/// <remarks>
/// Visits and results are each read once, in ascending order. Memory use depends on the largest visit, never on the size of the job.
/// </remarks>
/// <param name="piece">Number of results per read.</param>
/// <param name="only">
/// Numbers of the visits to search for images without a result, in ascending order; <see langword="null"/> for all.
/// </param>
internal sealed class JobImages(ILedgerSnapshot snapshot, long jobId, ImageFilter filter, int piece, IReadOnlyList<int>? only = null)
{
    private const int VisitsAhead = 256;

    private readonly VisitReader visits = new(snapshot, jobId);

    private int LastVisit => filter.Visit ?? int.MaxValue;

    /// <summary>Reads the images that match the filter and come after <paramref name="after"/>.</summary>
    public IAsyncEnumerable<JobImage> ReadAsync(ImagePlace after, CancellationToken cancellationToken)
    {
        var start = filter.Visit > after.Visit ? new ImagePlace(filter.Visit.Value, -1) : after;
        return filter.HasReference || filter is { Status: not (ImageStatus.Measured or ImageStatus.Failed), Reason: null }
            ? ReadEachAsync(start, cancellationToken)
            : ReadResultsAsync(start, cancellationToken);
    }

    /// <summary>Reads every image, those without a result, or those with certain references.</summary>
    private async IAsyncEnumerable<JobImage> ReadEachAsync(ImagePlace after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = new ResultReader(snapshot, jobId, new ResultRange(after, LastVisit, null, null, piece));
        for (
            var numbers = await ChooseVisitsAsync(after.Visit, cancellationToken);
            numbers.Count > 0;
            numbers = await ChooseVisitsAsync(numbers[^1] + 1, cancellationToken)
        )
        {
            foreach (var number in numbers)
            {
                if (await visits.FindAsync(number, numbers.SkipWhile(chosen => chosen < number), cancellationToken) is not { } visit)
                    yield break;
                for (var image = number == after.Visit ? after.Image + 1 : 0; image < visit.ImageUrls.Length; image++)
                {
                    if (!visit.HasReferences(image, filter))
                        continue;
                    var result = await results.FindAsync(new ImagePlace(number, image), cancellationToken);
                    if (Matches(result))
                        yield return visit.ToImage(image, result);
                }
            }
        }
    }

    /// <summary>Returns whether an image with that result matches. Of those without one, the caller selects.</summary>
    private bool Matches(RecordedResult? result) =>
        filter switch
        {
            { Reason: { } reason } => result?.Outcome.Reason == reason,
            { Status: null } => true,
            { Status: ImageStatus.Measured } => result?.Outcome.Measured == true,
            { Status: ImageStatus.Failed } => result?.Outcome.Measured == false,
            _ => result is null,
        };

    /// <summary>Reads the images that have a result of the given kind.</summary>
    private async IAsyncEnumerable<JobImage> ReadResultsAsync(
        ImagePlace after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var range = new ResultRange(after, LastVisit, filter.Status == ImageStatus.Measured, filter.Reason, piece);
        while (true)
        {
            var results = await snapshot.ReadResultsAsync(jobId, range, cancellationToken);
            int[] numbers = [.. results.Select(result => result.Place.Visit).Distinct()];
            foreach (var (place, result) in results)
            {
                var visit = await visits.FindAsync(place.Visit, numbers.Where(number => number >= place.Visit), cancellationToken);
                yield return visit!.ToImage(place.Image, result);
            }

            if (results.Count < piece)
                yield break;
            range = range with { After = results[^1].Place };
        }
    }

    /// <summary>
    /// Returns the next visits to read: consecutive numbers, whether or not they exist, the visits that lack results, or those with certain
    /// references.
    /// </summary>
    private async ValueTask<IReadOnlyList<int>> ChooseVisitsAsync(int first, CancellationToken cancellationToken)
    {
        if (only is not null)
            return [.. only.Where(visit => visit >= first && visit <= LastVisit).Take(VisitsAhead)];
        if (filter.HasReference)
            return await snapshot.FindReferencedVisitsAsync(
                jobId,
                filter.VisitReference,
                filter.Reference,
                first,
                LastVisit,
                VisitsAhead,
                cancellationToken
            );
        return filter.Status is null
            ? [.. Enumerable.Range(first, (int)Math.Clamp((long)LastVisit - first + 1, 0, VisitsAhead))]
            : await snapshot.FindUnfinishedVisitsAsync(jobId, first, LastVisit, VisitsAhead, cancellationToken);
    }
}
