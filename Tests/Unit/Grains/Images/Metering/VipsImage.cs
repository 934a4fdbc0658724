namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>A real image that NetVips or ImageSharp made, or that was written by hand from the pixels of one.</summary>
/// <param name="Format">Name that the meter gives the format.</param>
/// <param name="Kind">What sets it apart from others of its format.</param>
/// <param name="Width">Width of its picture, in pixels.</param>
/// <param name="Height">Height of its picture, in pixels.</param>
internal sealed record VipsImage(string Format, string Kind, int Width, int Height, byte[] Bytes)
{
    public override string ToString() => $"{Format} {Kind} {Width}x{Height}, {Bytes.Length} bytes";
}
