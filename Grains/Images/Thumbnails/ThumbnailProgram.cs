using System.Globalization;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>
/// The program of the process that makes one thumbnail: it reads an image from its input, writes a JPEG to its output, and opens nothing
/// else.
/// </summary>
internal static class ThumbnailProgram
{
    private const int Quality = 80;

    /// <summary>Runs the program and returns its exit code: 0 if the thumbnail was written.</summary>
    /// <remarks>Any other exception of the decoder ends the process, which the parent expects as well.</remarks>
    public static int Run(string size)
    {
        ProcessLimits.Apply();
        using var input = new MemoryStream();
        using (var standardInput = Console.OpenStandardInput())
            standardInput.CopyTo(input);
        input.Position = 0;
        try
        {
            using var output = Console.OpenStandardOutput();
            Draw(input, int.Parse(size, CultureInfo.InvariantCulture), output);
            return 0;
        }
        catch (ImageFormatException)
        {
            return 1;
        }
    }

    /// <summary>Writes the image with its longer side reduced to <paramref name="size"/> pixels.</summary>
    internal static void Draw(Stream input, int size, Stream output)
    {
        // All memory comes from the collector, whose limit therefore applies to it. Only two decoders exist.
        var configuration = new Configuration(new JpegConfigurationModule(), new PngConfigurationModule())
        {
            MemoryAllocator = new SimpleGcMemoryAllocator(),
            MaxDegreeOfParallelism = 1,
        };
        using var image = Image.Load<Rgba32>(configuration, input);
        image.Mutate(picture =>
        {
            if (Math.Max(image.Width, image.Height) > size)
                picture.Resize(new ResizeOptions { Mode = ResizeMode.Max, Size = new Size(size, size) });
            picture.AutoOrient().BackgroundColor(Color.White);
        });

        // A photo says where it was taken, and a thumbnail need not.
        var metadata = image.Metadata;
        (metadata.ExifProfile, metadata.IccProfile, metadata.IptcProfile, metadata.XmpProfile) = (null, null, null, null);
        image.Save(output, new JpegEncoder { Quality = Quality });
    }
}
