using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads failures in the order in which they became visible, with the data of their visits.</summary>
internal static class JobFailurePage
{
    public static async Task<FailedImagePage> ReadAsync(ILedgerSnapshot snapshot, long jobId, FailureCursor after, int limit)
    {
        var (failures, heldBack) = await snapshot.ReadFailuresAsync(jobId, after, limit, CancellationToken.None);
        var images = await snapshot.ReadImagesAsync(
            [.. failures.Select(failure => new PlaceInJob(jobId, failure.Place)).Distinct()],
            CancellationToken.None
        );
        return new FailedImagePage(
            [
                .. failures.Select(failure => new FailedImage(
                    images[new PlaceInJob(jobId, failure.Place)] with
                    {
                        Result = failure.Result,
                    },
                    failure.Cursor
                )),
            ],
            heldBack
        );
    }
}
