using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The opinion of the decoders that libvips bundles, which share no code with the meter. They do not read BMP.</summary>
internal static class VipsOpinion
{
    // Damaged images make libvips talk.
    static VipsOpinion() => Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });

    /// <summary>The size, in pixels, of an image's first page; <see langword="null"/> when NetVips does not open it.</summary>
    public static (int Width, int Height)? Size(byte[] content)
    {
        try
        {
            using var image = Image.NewFromBuffer(content);
            return (image.Width, image.Height);
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Whether every pixel can be decoded without a fault.</summary>
    public static bool Decodes(byte[] content)
    {
        try
        {
            using var image = Image.NewFromBuffer(content, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            image.Avg();
            return true;
        }
        catch (VipsException)
        {
            return false;
        }
    }
}
