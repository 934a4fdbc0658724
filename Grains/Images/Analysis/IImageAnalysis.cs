using RetailPulse.Grains.Fairness;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>Analyzes images that are measured.</summary>
internal interface IImageAnalysis
{
    /// <summary>
    /// Whether it runs in the slot of the image. Otherwise, it limits itself: images that download must not wait for it with their
    /// connections open.
    /// </summary>
    bool NeedsSlot { get; }

    /// <summary>Analyzes an image. Every expected failure is returned as a result.</summary>
    /// <remarks>An image whose silo stops or dies is analyzed again, so an image can be analyzed more than once.</remarks>
    /// <exception cref="OperationCanceledException">The caller canceled the analysis.</exception>
    Task<AnalysisResult> AnalyzeAsync(AnalyzedImage image, CancellationToken cancellationToken);
}

/// <summary>A measured image that is to be analyzed.</summary>
/// <param name="Url">The URL of the image, before any redirect.</param>
/// <param name="Measurement">What was measured.</param>
/// <param name="Turn">Receives whether the image waits for its analysis to begin; <see langword="null"/> if nobody watches.</param>
internal readonly record struct AnalyzedImage(Owner Owner, ImagePlace Place, Uri Url, ImageOutcome Measurement, ImageTurn? Turn = null);

/// <summary>The end of an analysis.</summary>
/// <param name="Json">What the analysis found, as JSON text; <see langword="null"/> if it finds nothing to keep.</param>
/// <param name="Reason">Why the analysis failed; <see cref="ImageReason.None"/> if it did not.</param>
internal readonly record struct AnalysisResult(string? Json, ImageReason Reason = ImageReason.None)
{
    public static AnalysisResult Failed(ImageReason reason) => new(null, reason);
}
