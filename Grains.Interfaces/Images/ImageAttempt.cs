namespace RetailPulse.Images;

/// <summary>One try at downloading and measuring one image.</summary>
/// <param name="Outcome">What it came to; final unless the image is tried again.</param>
/// <param name="RetryAfter">How long the server asked to be left alone; <see langword="null"/> when it did not ask.</param>
/// <param name="Transient">Whether another attempt may end differently; <see langword="null"/> where the reason of the outcome decides.</param>
[GenerateSerializer, Immutable, Alias("image-attempt")]
public readonly record struct ImageAttempt(
    [property: Id(0)] ImageOutcome Outcome, [property: Id(1)] TimeSpan? RetryAfter = null, [property: Id(2)] bool? Transient = null)
{
    public static ImageAttempt Failed(ImageReason reason, long bytes = 0, TimeSpan? retryAfter = null, bool? transient = null) =>
        new(ImageOutcome.Failed(reason, bytes), retryAfter, transient);
}
