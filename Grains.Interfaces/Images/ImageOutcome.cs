namespace RetailPulse.Images;

/// <summary>The result of an image: measured, or failed with a reason.</summary>
/// <param name="Reason"><see cref="ImageReason.None"/> when the image was measured.</param>
/// <param name="Format">Format of the content, such as <c>jpeg</c>; <see langword="null"/> if unknown.</param>
/// <param name="Width">Width in pixels; 0 unless measured.</param>
/// <param name="Height">Height in pixels; 0 unless measured.</param>
/// <param name="Bytes">Number of body bytes that were read.</param>
/// <param name="Elapsed">Total time for download, measurement and analysis.</param>
/// <param name="ContentHash">
/// Hash of the whole body under its tenant's key; 0 unless the image was measured and its body was read to the end.
/// </param>
[GenerateSerializer, Immutable, Alias("image-outcome")]
public readonly record struct ImageOutcome(
    [property: Id(0)] ImageReason Reason,
    [property: Id(1)] string? Format,
    [property: Id(2)] int Width,
    [property: Id(3)] int Height,
    [property: Id(4)] long Bytes,
    [property: Id(5)] TimeSpan Elapsed,
    [property: Id(6)] UInt128 ContentHash = default
)
{
    public bool Measured => Reason == ImageReason.None;

    /// <summary>Perimeter in pixels: <c>2 × (width + height)</c>.</summary>
    public long Perimeter => 2L * ((long)Width + Height);

    public static ImageOutcome Failed(ImageReason reason, long bytes = 0, TimeSpan elapsed = default) =>
        new(reason, null, 0, 0, bytes, elapsed);
}
