#:package SixLabors.ImageSharp
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Makes data/samples/ and data/sample-job.json, the same bytes every time: dotnet run data/make-samples.cs
using System.Runtime.CompilerServices;
using System.Text.Json;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

var data = Path.GetDirectoryName(SourceFile())!;
var samples = Directory.CreateDirectory(Path.Combine(data, "samples")).FullName;

foreach (var (name, width, height, encoder) in Samples())
{
    using var photo = Photo(width, height);
    photo.Save(Path.Combine(samples, name), encoder);
}

var visits = new[]
{
    Visit("S00339218", "2026-05-04T09:30:00Z", "shelf-front.jpg", "shelf-left.jpg", "price-tags.png"),
    Visit("S01408764", "2026-05-04T10:15:00Z", "cooler.webp", "checkout.gif", "storefront.bmp"),
    Visit("S00339218", "2026-05-05T09:40:00Z", "planogram.webp", "endcap.png"),
};
var job = JsonSerializer.Serialize(new { count = visits.Length, visits }, new JsonSerializerOptions { WriteIndented = true });
File.WriteAllText(Path.Combine(data, "sample-job.json"), job.ReplaceLineEndings("\n") + "\n");

static IEnumerable<(string Name, int Width, int Height, IImageEncoder Encoder)> Samples() =>
    [
        ("shelf-front.jpg", 1280, 960, new JpegEncoder { Quality = 60 }),
        ("shelf-left.jpg", 960, 1280, new JpegEncoder { Quality = 60, ColorType = JpegColorType.YCbCrRatio444 }),
        ("price-tags.png", 400, 300, new PngEncoder { CompressionLevel = PngCompressionLevel.BestCompression }),
        ("cooler.webp", 1024, 768, new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = 60 }),
        ("checkout.gif", 320, 240, new GifEncoder()),
        ("storefront.bmp", 160, 120, new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 }),
        ("planogram.webp", 480, 360, new WebpEncoder { FileFormat = WebpFileFormatType.Lossless }),
        (
            "endcap.png",
            240,
            320,
            new PngEncoder { ColorType = PngColorType.Palette, CompressionLevel = PngCompressionLevel.BestCompression }
        ),
    ];

// Colored packs on five shelves: not a real photograph, and small when compressed.
static Image<Rgb24> Photo(int width, int height)
{
    var photo = new Image<Rgb24>(width, height);
    photo.ProcessPixelRows(rows =>
    {
        for (var y = 0; y < height; y++)
        {
            var row = rows.GetRowSpan(y);
            for (var x = 0; x < width; x++)
                row[x] = Colour(x / (width / 12.0), y / (height / 5.0));
        }
    });
    return photo;
}

static Rgb24 Colour(double column, double row)
{
    var (pack, shelf) = ((int)column, (int)row);
    var light = (1 - (row - shelf)) * 60 + 140;
    byte Of(int packs, int shelves) => (byte)Math.Min(255, (pack * packs + shelf * shelves) % 96 + light);
    return new(Of(37, 91), Of(83, 29), Of(17, 67));
}

static object Visit(string store, string time, params string[] images) =>
    new
    {
        store_id = store,
        image_url = images.Select(image => $"http://localhost:8080/samples/{image}"),
        visit_time = time,
    };

static string SourceFile([CallerFilePath] string path = "") => path;
