using Orleans.Concurrency;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Attempts;

/// <summary>
/// Makes one attempt at one image. Reentrant, because queue entries and slots limit its calls, not its own request queue.
/// </summary>
[StatelessWorker, Reentrant]
internal sealed class ImageWorkerGrain(IImageFetcher fetcher, IImageAnalysis analysis, SiloShutdown shutdown, TimeProvider time)
    : Grain,
        IImageWorkerGrain
{
    public async Task<ImageAttempt> MeasureAsync(string url, AttemptStop stop)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, shutdown.AbandonWork);
        var call = (ImageCall)stop.Call;
        var started = time.GetTimestamp();
        var attempt = await fetcher.FetchAsync(call.Address, call, abandon.Token);
        call.EndRequest(attempt);
        if (attempt.Outcome.Measured)
        {
            if (analysis.NeedsSlot)
                await call.AcquireSlotAsync(abandon.Token);
            else
                call.LeaveSlot();
            var image = new AnalyzedImage(call.Owner, call.Place, call.Url, attempt.Outcome, call.Turn);
            attempt = Conclude(attempt, await analysis.AnalyzeAsync(image, abandon.Token));
        }

        return attempt with
        {
            Outcome = attempt.Outcome with { Elapsed = time.GetElapsedTime(started) },
        };
    }

    /// <summary>Adds the analysis to the attempt. An image whose analysis failed is not measured.</summary>
    private static ImageAttempt Conclude(ImageAttempt measured, AnalysisResult result) =>
        result.Reason == ImageReason.None
            ? measured with
            {
                Analysis = result.Json,
            }
            : measured with
            {
                Outcome = ImageOutcome.Failed(result.Reason, measured.Outcome.Bytes) with { Format = measured.Outcome.Format },
            };
}
