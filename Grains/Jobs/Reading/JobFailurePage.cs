using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads failures in the order in which they became visible, with the data of their visits.</summary>
/// <remarks>Only the requested URLs of a visit are kept in memory.</remarks>
internal static class JobFailurePage
{
    public static async Task<FailedImagePage> ReadAsync(ILedgerSnapshot snapshot, long jobId, FailureCursor after, int limit)
    {
        var (failures, heldBack) = await snapshot.ReadFailuresAsync(jobId, after, limit, CancellationToken.None);
        var images = new Dictionary<ImagePlace, JobImage>();
        var wanted = failures.Select(failure => failure.Place).Distinct().ToLookup(place => place.Visit);
        int[] numbers = [.. wanted.Select(visit => visit.Key).Order()];
        while (numbers.Length > 0)
        {
            var visits = await snapshot.ReadVisitsAsync(jobId, numbers, CancellationToken.None);
            if (visits.Count == 0)
                break;
            foreach (var visit in visits)
            {
                foreach (var place in wanted[visit.Number])
                    images[place] = visit.ToImage(place.Image, null);
            }

            numbers = [.. numbers.Where(number => number > visits[^1].Number)];
        }

        return new FailedImagePage(
            [.. failures.Select(failure => new FailedImage(images[failure.Place] with { Result = failure.Result }, failure.Cursor))],
            heldBack
        );
    }
}
