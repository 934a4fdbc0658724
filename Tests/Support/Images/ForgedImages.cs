using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>One forged image of each kind, all of the same size, that end with their last meaningful byte.</summary>
internal static class ForgedImages
{
    public const int Width = 60;
    public const int Height = 45;

    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["jpeg baseline"] = ForgedJpeg.Baseline(Width, Height),
        ["jpeg progressive"] = ForgedJpeg.Progressive(Width, Height),
        ["png"] = ForgedPng.File(Width, Height),
        ["png animated"] = ForgedPng.Animated(Width, Height),
        ["gif"] = ForgedGif.File(Width, Height),
        ["webp lossy"] = ForgedWebP.Riff(ForgedWebP.Lossy(Width, Height)),
        ["webp lossless"] = ForgedWebP.Riff(ForgedWebP.Lossless(Width, Height)),
        ["webp extended"] = ForgedWebP.Riff(
            ForgedWebP.Canvas(Width, Height),
            ForgedWebP.Chunk("ICCP", Noise(33)),
            ForgedWebP.Lossy(Width, Height)
        ),
        ["webp animated"] = ForgedWebP.Animated(Width, Height),
        ["bmp core"] = ForgedBmp.File(12, Width, Height),
        ["bmp"] = ForgedBmp.File(40, Width, Height, 8),
        ["bmp top-down"] = ForgedBmp.File(124, Width, -Height, 32, compression: 3),
        ["bmp without a place for its pixels"] = ForgedBmp.WithoutPlace(ForgedBmp.File(40, Width, Height), 40),
        ["bmp run-length"] = ForgedBmp.File(40, Width, Height, 8, compression: 1, pixels: [9, 1, 0, 3, 1, 2, 3, 0, 0, 2, 1, 1, 0, 0, 0, 1]),
        ["tiff directory first"] = new ForgedTiff(Width, Height).File("dolp"),
        ["tiff pixels first"] = new ForgedTiff(Width, Height, bigEndian: true).File("pdlo"),
        ["tiff directory last"] = new ForgedTiff(Width, Height).File("plod"),
        ["tiff big"] = new ForgedTiff(Width, Height, big: true).File("dlop"),
        ["tiff big tiled"] = new ForgedTiff(Width, Height, bigEndian: true, big: true, tiled: true).File("dpol"),
        ["tiff pages"] = new ForgedTiff(Width, Height, tiled: true).File("pdol", "dolp", "plod"),
        ["heic"] = new ForgedHeif(Width, Height).File(),
        ["heic grid"] = new ForgedHeif(Width, Height) { Columns = 3, Rows = 2 }.File(),
        ["heic backwards"] = new ForgedHeif(Width, Height) { Version = 0 }.FileBackwards(),
        ["avif"] = new ForgedHeif(Width, Height)
        {
            Brands = ["avif", "mif1", "miaf"],
            Codec = "av01",
            Version = 2,
        }.File(),
        ["avif turned"] = new ForgedHeif(Width, Height)
        {
            Brands = ["mif1"],
            Codec = "av01",
            Properties = [ForgedHeif.Extent(Height, Width), ForgedHeif.Rotation(1)],
        }.File(),
        ["avif sequence"] = new ForgedSequence(Width, Height).File(),
    };

    public static TheoryData<string> Names => [.. All.Keys];
}
