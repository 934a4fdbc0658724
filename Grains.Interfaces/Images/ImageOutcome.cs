namespace RetailPulse.Images;

/// <summary>What became of an image: measured, or failed with a reason.</summary>
/// <param name="Reason"><see cref="ImageReason.None"/> when the image was measured.</param>
/// <param name="Format">What the content is, such as <c>jpeg</c>; <see langword="null"/> when unknown.</param>
/// <param name="Width">In pixels; 0 unless measured.</param>
/// <param name="Height">In pixels; 0 unless measured.</param>
/// <param name="Bytes">Bytes of the body that were read.</param>
/// <param name="Elapsed">Download, measurement and sleep.</param>
/// <param name="ContentHash">Hash of the whole body under a key of its tenant; 0 unless the image was measured and its body read to the end.</param>
[GenerateSerializer, Immutable, Alias("image-outcome")]
public readonly record struct ImageOutcome(
    [property: Id(0)] ImageReason Reason,
    [property: Id(1)] string? Format,
    [property: Id(2)] int Width,
    [property: Id(3)] int Height,
    [property: Id(4)] long Bytes,
    [property: Id(5)] TimeSpan Elapsed,
    [property: Id(6)] UInt128 ContentHash = default)
{
    public bool Measured => Reason == ImageReason.None;

    /// <summary><c>2 × (width + height)</c>, in pixels.</summary>
    public long Perimeter => 2L * ((long)Width + Height);

    public static ImageOutcome Failed(ImageReason reason, long bytes = 0, TimeSpan elapsed = default) =>
        new(reason, null, 0, 0, bytes, elapsed);
}
