namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>A real image that NetVips or ImageSharp made, or that was written by hand from the pixels of one.</summary>
/// <param name="Format">As the meter names it.</param>
/// <param name="Kind">What sets it apart from others of its format.</param>
/// <param name="Width">Of the picture in it, in pixels.</param>
/// <param name="Height">Of the picture in it, in pixels.</param>
internal sealed record VipsImage(string Format, string Kind, int Width, int Height, byte[] Bytes)
{
    public override string ToString() => $"{Format} {Kind} {Width}x{Height}, {Bytes.Length} bytes";
}
