using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Storage.Engines;

/// <summary>Records the data for tests of reads, all of it at noon.</summary>
internal static class Recording
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    public static Task SubmitAsync(this ILedger ledger, long job, JobSubmission submission) =>
        ledger.RecordSubmissionAsync(job, submission, Noon, None);

    /// <param name="reason">Reason of the failure; <see cref="ImageReason.None"/> if the image was measured.</param>
    public static async Task RecordAsync(this ILedger ledger, long job, int visit, int image, ImageReason reason, int run = 0)
    {
        var outcome = reason == ImageReason.None ? new ImageOutcome(reason, "png", 4, 3, 100, TimeSpan.Zero) : ImageOutcome.Failed(reason);
        Assert.True(await ledger.RecordResultAsync(new ImageResult(job, visit, image, outcome, 1, [], Noon, "S", run), None));
    }

    /// <summary>Retries an image of the first visit of job 1.</summary>
    public static async Task AgainAsync(this ILedger ledger, int image, int run, ImageReason reason)
    {
        await ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, image)), Noon, None));
        await ledger.RecordAsync(job: 1, visit: 0, image, reason, run);
    }
}
