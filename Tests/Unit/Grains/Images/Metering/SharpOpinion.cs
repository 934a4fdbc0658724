using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// The opinion of ImageSharp, whose decoders are managed and share no code with the meter or with libvips. It loads a JPEG cut to 2 % of
/// its bytes, so it is a judge of sizes and not of wholeness.
/// </summary>
internal static class SharpOpinion
{
    // A header alone makes it allocate gigabytes.
    private const long MaxPixels = 2_000_000;

    /// <summary>The size, in pixels, that the header says; <see langword="null"/> when ImageSharp does not know the format.</summary>
    public static (int Width, int Height)? Size(byte[] content)
    {
        try
        {
            return Image.Identify(content) is { } info ? (info.Width, info.Height) : null;
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            return null;
        }
    }

    /// <summary>Whether it decodes, as far as it is not too large to try.</summary>
    public static bool Decodes(byte[] content)
    {
        if (Size(content) is not { } size || (long)size.Width * size.Height > MaxPixels)
            return false;
        try
        {
            using var image = Image.Load<Rgba32>(content);
            return true;
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            return false;
        }
    }

    // Damaged images also make its decoders leave the bounds of their own arrays.
    private static bool IsRefusal(Exception fault) =>
        fault
            is ImageFormatException
                or NotSupportedException
                or InvalidOperationException
                or ArgumentException
                or IndexOutOfRangeException
                or NullReferenceException
                or IOException
                or ArithmeticException
                or OutOfMemoryException;
}
