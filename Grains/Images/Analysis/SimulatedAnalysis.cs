using Microsoft.Extensions.Options;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>Sleeps for a random time, in place of GPU inference.</summary>
internal sealed class SimulatedAnalysis(IOptions<GpuOptions> gpu, RandomSource random, ImageTelemetry telemetry, TimeProvider time)
    : IImageAnalysis
{
    public bool NeedsSlot => true;

    public async Task<AnalysisResult> AnalyzeAsync(AnalyzedImage image, CancellationToken cancellationToken)
    {
        var began = telemetry.Begin();
        await Task.Delay(random.Between(gpu.Value.MinSleep, gpu.Value.MaxSleep), time, cancellationToken).ConfigureAwait(false);
        telemetry.StageEnded(ImageStage.Sleep, began);
        return default;
    }
}
