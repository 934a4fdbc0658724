namespace RetailPulse.Images;

/// <summary>One try at downloading and measuring one image.</summary>
/// <param name="Outcome">The result of the attempt. It is final unless the image is retried.</param>
/// <param name="RetryAfter">Delay that the server requested; <see langword="null"/> if it requested none.</param>
/// <param name="Transient">
/// Whether another attempt may end differently; <see langword="null"/> if the reason of the outcome decides.
/// </param>
/// <param name="Analysis">What the analysis of a measured image found, as JSON; <see langword="null"/> if nothing.</param>
[GenerateSerializer, Immutable, Alias("image-attempt")]
public readonly record struct ImageAttempt(
    [property: Id(0)] ImageOutcome Outcome,
    [property: Id(1)] TimeSpan? RetryAfter = null,
    [property: Id(2)] bool? Transient = null,
    [property: Id(3)] string? Analysis = null
)
{
    public static ImageAttempt Failed(ImageReason reason, long bytes = 0, TimeSpan? retryAfter = null, bool? transient = null) =>
        new(ImageOutcome.Failed(reason, bytes), retryAfter, transient);
}
