using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Images made of as many of the smallest parts as fit into a megabyte or more: they cost no more than other bytes.</summary>
public sealed class HostileTests
{
    private const int Parts = 100_000;

    // In all, and most of it is garbage at once: what is held at any one time stays below 1 MiB.
    private const int MostAllocated = 32 << 20;

    private const int Byte = 1;
    private const int BeforeDirectory = 32_000;

    private static readonly Dictionary<string, Func<byte[]>> Images = new()
    {
        ["jpeg of segments"] = () => OfJpeg(Repeat(ForgedJpeg.Segment(0xFE, [])), []),
        ["jpeg of scans"] = () => OfJpeg([], Repeat(ForgedJpeg.Scan(1, 9, 7))),
        ["jpeg of fill bytes"] = () => OfJpeg([], Repeat([0xFF, 0xFF, 0xFF, 0xFF])),
        ["jpeg of stuffed bytes"] = () => OfJpeg([], Repeat([0xFF, 0x00, 0xFF, 0xD0])),
        ["jpeg of tables"] = () => OfJpeg(Repeat(ForgedJpeg.Table(0x10, (1, 0), (16, 1)), 20_000), []),
        ["png of chunks"] = () => Join(ForgedPng.Signature, ForgedPng.Header(9, 7), Repeat(ForgedPng.Chunk("IDAT", [7])), ForgedPng.End),
        ["gif of extensions"] = () => Join(ForgedGif.Screen(9, 7), Repeat([0x21, 0xFE, 0]), ForgedGif.Image(), ForgedGif.Trailer),
        ["gif of zeros"] = () => Join(ForgedGif.Screen(9, 7), ForgedGif.Image(), Zeros(20 * Parts), ForgedGif.Trailer),
        ["gif of frames"] = () => Join(ForgedGif.Screen(9, 7), ForgedGif.Image(), Repeat(ForgedGif.Image(0, 0, 9, 7, data: 1))),
        ["gif of blocks"] = () => Join(ForgedGif.Screen(9, 7), [0x21, 0xFE], Repeat([1, 7]), [0], ForgedGif.Image(), ForgedGif.Trailer),
        ["webp of chunks"] = () => ForgedWebP.Riff(ForgedWebP.Canvas(9, 7), Repeat(ForgedWebP.Chunk("EXIF", [])), ForgedWebP.Lossy(9, 7)),
        ["tiff of strips"] = () => OfStrips(2 * Parts),
        ["tiff of pages"] = () => OfPages(new TiffEntry(256, ForgedTiff.Long, 1, 9)),
        ["tiff of pages with the same values"] = () =>
            OfPages(new TiffEntry(273, Byte, BeforeDirectory, 8), new TiffEntry(279, Byte, BeforeDirectory, 8)),
        ["avif of boxes"] = () => OfAvif(Repeat(ForgedHeif.Box("free"), 60_000)),
        ["bmp of runs"] = () => ForgedBmp.File(40, 9, 7, 8, compression: 1, pixels: Join(Repeat([1, 1, 0, 2, 1, 1]), [0, 1])),
    };

    private static readonly TiffEntry[] Sides = [new(256, ForgedTiff.Long, 1, 9), new(257, ForgedTiff.Long, 1, 7)];

    public static TheoryData<string> Names => [.. Images.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Many_small_parts_cost_little(string name)
    {
        using var body = new MemoryStream(Images[name](), writable: false);
        var (started, before) = (ThreadClock.Now, GC.GetAllocatedBytesForCurrentThread());
        var measuring = new Meter().MeasureAsync(body, CancellationToken.None);
        var (elapsed, allocated) = (ThreadClock.Now - started, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(measuring.IsCompleted);
        Assert.Equal(ImageReason.None, (await measuring).Reason);
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(allocated, 0, MostAllocated);
    }

    private static byte[] Repeat(byte[] part, int times = Parts) => [.. Enumerable.Repeat(part, times).SelectMany(bytes => bytes)];

    private static byte[] OfJpeg(byte[] before, byte[] after) =>
        Join(ForgedJpeg.Start, before, ForgedJpeg.Frame(9, 7), ForgedJpeg.Scan(3, 9, 7), after, ForgedJpeg.End);

    private static byte[] OfAvif(byte[] extra) =>
        new ForgedHeif(9, 7)
        {
            Brands = ["avif", "mif1"],
            Codec = "av01",
            Extra = extra,
        }.File();

    // The offsets come first, and are of strips of one byte each.
    private static byte[] OfStrips(int count)
    {
        var tiff = new ForgedTiff(9, 7);
        var (offsets, lengths) = ((uint)tiff.HeadLength + 100, (uint)(tiff.HeadLength + 100 + 4 * count));
        TiffEntry[] entries =
        [
            .. Sides,
            new(273, ForgedTiff.Long, (ulong)count, offsets),
            new(279, ForgedTiff.Long, (ulong)count, lengths),
        ];
        var directory = tiff.Directory(entries, 0);
        return Join(
            tiff.Head((ulong)tiff.HeadLength),
            directory,
            Zeros(100 - directory.Length),
            Repeat(Little32(lengths), count),
            Repeat(Little32(1), count)
        );
    }

    // Directories that say the same, every one of which names the next.
    private static byte[] OfPages(params TiffEntry[] entries)
    {
        var tiff = new ForgedTiff(9, 7);
        var length = tiff.Directory(entries, 0).Length;
        var first = tiff.HeadLength + BeforeDirectory;
        TiffEntry[] image = [.. Sides, new(273, ForgedTiff.Long, 1, 8), new(279, ForgedTiff.Long, 1, 8)];
        var second = first + tiff.Directory(image, 0).Length;
        var pages = Enumerable.Range(1, Parts).Select(page => tiff.Directory(entries, page == Parts ? 0 : (ulong)(second + page * length)));
        return Join(tiff.Head((ulong)first), Zeros(BeforeDirectory), tiff.Directory(image, (ulong)second), Join([.. pages]));
    }
}
