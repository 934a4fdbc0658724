namespace RetailPulse.Images;

/// <summary>One try at downloading and measuring one image.</summary>
/// <param name="Outcome">What it came to; final unless the image is tried again.</param>
/// <param name="RetryAfter">How long the server asked to be left alone; <see langword="null"/> when it did not ask.</param>
[GenerateSerializer, Immutable, Alias("image-attempt")]
public readonly record struct ImageAttempt([property: Id(0)] ImageOutcome Outcome, [property: Id(1)] TimeSpan? RetryAfter = null)
{
    public static ImageAttempt Failed(ImageReason reason, long bytes = 0, TimeSpan? retryAfter = null) => new(ImageOutcome.Failed(reason, bytes), retryAfter);
}
