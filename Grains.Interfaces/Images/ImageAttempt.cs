namespace RetailPulse.Images;

/// <summary>One try at downloading and measuring one image.</summary>
/// <param name="Outcome">The result of the attempt. It is final unless the image is retried.</param>
/// <param name="RetryAfter">Delay that the server requested; <see langword="null"/> if it requested none.</param>
[GenerateSerializer, Immutable, Alias("image-attempt")]
public readonly record struct ImageAttempt([property: Id(0)] ImageOutcome Outcome, [property: Id(1)] TimeSpan? RetryAfter = null)
{
    public static ImageAttempt Failed(ImageReason reason, long bytes = 0, TimeSpan? retryAfter = null) => new(ImageOutcome.Failed(reason, bytes), retryAfter);
}
