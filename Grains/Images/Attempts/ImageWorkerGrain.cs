using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Attempts;

/// <summary>
/// Makes one attempt at one image. Reentrant, because queue entries and slots limit its calls, not its own request queue.
/// </summary>
[StatelessWorker, Reentrant]
internal sealed class ImageWorkerGrain(
    IImageFetcher fetcher,
    SiloShutdown shutdown,
    IOptions<GpuOptions> gpu,
    RandomSource random,
    ImageTelemetry telemetry,
    TimeProvider time
) : Grain, IImageWorkerGrain
{
    public async Task<ImageAttempt> MeasureAsync(string url, AttemptStop stop)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, shutdown.AbandonWork);
        var call = (ImageCall)stop.Call;
        var started = time.GetTimestamp();
        var attempt = await fetcher.FetchAsync(RequestUrl.Parse(url) ?? new Uri(url), call, abandon.Token);
        call.EndRequest(attempt);
        if (attempt.Outcome.Measured)
        {
            await call.AcquireSlotAsync(abandon.Token);
            await InferAsync(abandon.Token);
        }

        return attempt with
        {
            Outcome = attempt.Outcome with { Elapsed = time.GetElapsedTime(started) },
        };
    }

    /// <summary>Simulates GPU inference, for valid images only.</summary>
    private async Task InferAsync(CancellationToken cancellationToken)
    {
        var began = telemetry.Begin();
        await Task.Delay(random.Between(gpu.Value.MinSleep, gpu.Value.MaxSleep), time, cancellationToken);
        telemetry.StageEnded(ImageStage.Sleep, began);
    }
}
