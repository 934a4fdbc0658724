namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// One image file directory: those of its entries that say how large the image is and where its parts lie.
/// Source: Adobe, TIFF 6.0, sections 2, 8, 15 and 22; TechNote 1 for trees of directories; Exif 2.3 for its own.
/// </summary>
internal sealed class TiffDirectory
{
    private const int SubfileType = 254;
    private const int ReducedImage = 1;
    private const int Width = 256;
    private const int Height = 257;
    private const int BitsPerSample = 258;
    private const int Compression = 259;
    private const int Uncompressed = 1;
    private const int SamplesPerPixel = 277;
    private const int RowsPerStrip = 278;
    private const int PlanarConfiguration = 284;
    private const int SeparatePlanes = 2;
    private const int TileWidth = 322;
    private const int TileHeight = 323;
    private const int SubDirectories = 330;
    private const int DngVersion = 50706;

    // The tags of the data's offsets and of its lengths: in strips, in tiles, and as one JPEG stream of the older kind.
    private static readonly (int Offsets, int Lengths) Strips = (273, 279);
    private static readonly (int Offsets, int Lengths) Tiles = (324, 325);
    private static readonly (int Offsets, int Lengths) OldJpeg = (513, 514);
    private static readonly (int Offsets, int Lengths)[] Parts = [Strips, Tiles, OldJpeg];

    // Smaller copies of the image; Exif, GPS and interoperability.
    private static readonly int[] Branches = [SubDirectories, 34665, 34853, 40965];

    private static readonly HashSet<int> Known =
    [
        SubfileType, Width, Height, BitsPerSample, Compression, SamplesPerPixel, RowsPerStrip, PlanarConfiguration, TileWidth, TileHeight,
        DngVersion,
        .. Branches, .. Parts.Select(part => part.Offsets), .. Parts.Select(part => part.Lengths),
    ];

    private readonly Dictionary<int, TiffValues> entries = [];

    /// <summary>The furthest end of the values that lie outside their entries.</summary>
    public long End { get; private set; }

    /// <summary>The image's size; <see langword="null"/> when the directory does not describe one.</summary>
    public PixelSize? Size => (Number(Width), Number(Height)) is ({ } width, { } height)
        ? new((uint)Math.Min(width, uint.MaxValue), (uint)Math.Min(height, uint.MaxValue))
        : null;

    /// <summary>
    /// What the file is when its first directory is this one and it holds a camera's raw picture, whose size is not the directory's;
    /// <see langword="null"/> for others. Source: Adobe, DNG 1.7, chapter 2; NEF and others are alike.
    /// </summary>
    public string? RawFormat => entries.ContainsKey(DngVersion) ? "dng"
        : (Number(SubfileType) & ReducedImage) == ReducedImage && entries.ContainsKey(SubDirectories) ? "raw"
        : null;

    /// <summary>The only strip of an image that does not say how long it is, as libtiff reads it too; <see langword="null"/> for others.</summary>
    public TiffStrip? UnmeasuredStrip =>
        Size is { } size && !entries.ContainsKey(Strips.Lengths) && !Has(Tiles) && !Has(OldJpeg)
        && Pieces(size.Height, Number(RowsPerStrip) ?? uint.MaxValue) == 1 && Number(PlanarConfiguration) != SeparatePlanes
        && Number(Strips.Offsets) is { } offset
            ? new(offset, size, Number(SamplesPerPixel) ?? 1, (Number(Compression) ?? Uncompressed) == Uncompressed, entries.GetValueOrDefault(BitsPerSample))
            : null;

    /// <summary>Where each part of the data begins, and how long it is.</summary>
    public IEnumerable<(TiffValues Offsets, TiffValues Lengths)> Data =>
        Parts.Where(Has).Select(part => (entries[part.Offsets], entries[part.Lengths]));

    /// <summary>Where the directories below this one begin.</summary>
    public IEnumerable<TiffValues> Children => Branches.Where(entries.ContainsKey).Select(tag => entries[tag]);

    /// <summary>Adds an entry; of a tag that comes twice, the first counts.</summary>
    public void Add(TiffEncoding encoding, ReadOnlySpan<byte> entry)
    {
        var values = TiffValues.Read(encoding, entry);
        if (!values.Inline)
            End = Math.Max(End, values.End);
        var tag = (int)encoding.Read(entry[..2]);
        if (Known.Contains(tag))
            entries.TryAdd(tag, values);
    }

    /// <summary>Whether there are at least the parts that an image of this size, which is an allowed one, is made of.</summary>
    public bool Covers(PixelSize size)
    {
        var tiled = Has(Tiles);
        if (!tiled && !Has(Strips))
            return Has(OldJpeg) || UnmeasuredStrip is not null;
        var pieces = tiled
            ? Pieces(size.Width, Number(TileWidth)) * Pieces(size.Height, Number(TileHeight))
            : Pieces(size.Height, Number(RowsPerStrip) ?? uint.MaxValue);
        var planes = Number(PlanarConfiguration) == SeparatePlanes ? Math.Min(Number(SamplesPerPixel) ?? 1, ushort.MaxValue) : 1;
        return pieces > 0 && Count(tiled ? Tiles : Strips) >= (ulong)(pieces * planes);
    }

    /// <summary>Whether it lies where it says that its data's offsets or lengths do.</summary>
    /// <param name="start">Where the directory begins in the file.</param>
    /// <param name="end">Where its entries end.</param>
    public bool HoldsItsOwnValues(long start, long end) =>
        Data.Any(part => part.Offsets.Overlap(start, end) || part.Lengths.Overlap(start, end));

    // Of length 0 no number is enough, and 0 stands for that.
    private static long Pieces(uint side, long? length) => length > 0 ? (side - 1) / length.Value + 1 : 0;

    private bool Has((int Offsets, int Lengths) part) => entries.ContainsKey(part.Offsets) && entries.ContainsKey(part.Lengths);

    private ulong Count((int Offsets, int Lengths) part) => Math.Min(CountOf(part.Offsets), CountOf(part.Lengths));

    private ulong CountOf(int tag) => entries[tag] is { Whole: true, Count: var count } ? count : 0;

    private long? Number(int tag) => entries.TryGetValue(tag, out var values) ? values.Single : null;
}
