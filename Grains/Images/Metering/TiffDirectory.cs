namespace RetailPulse.Grains.Images.Metering;

/// <summary>An image file directory, reduced to the entries with the size of the image and the locations of its parts.</summary>
/// <remarks>
/// Sources: Adobe, TIFF 6.0, sections 2, 8, 15 and 22; TechNote 1 for trees of directories; Exif 2.3 for its directories.
/// </remarks>
internal sealed class TiffDirectory
{
    private const int SubfileType = 254;
    private const int ReducedImage = 1;
    private const int Width = 256;
    private const int Height = 257;
    private const int BitsPerSample = 258;
    private const int Compression = 259;
    private const int Uncompressed = 1;
    private const int Photometric = 262;
    private const int SubsampledColor = 6;
    private const int SamplesPerPixel = 277;
    private const int RowsPerStrip = 278;
    private const int PlanarConfiguration = 284;
    private const int SeparatePlanes = 2;
    private const int TileWidth = 322;
    private const int TileHeight = 323;
    private const int SubDirectories = 330;
    private const int DngVersion = 50706;

    // Tags of the offsets and lengths of the data: in strips, in tiles, and as one JPEG stream of the older kind.
    private static readonly (int Offsets, int Lengths) Strips = (273, 279);
    private static readonly (int Offsets, int Lengths) Tiles = (324, 325);
    private static readonly (int Offsets, int Lengths) OldJpeg = (513, 514);
    private static readonly (int Offsets, int Lengths)[] Parts = [Strips, Tiles, OldJpeg];

    // Tags of further directories: smaller copies of the image, Exif, GPS and interoperability.
    private static readonly int[] Branches = [SubDirectories, 34665, 34853, 40965];

    private static readonly HashSet<int> Known =
    [
        SubfileType,
        Width,
        Height,
        BitsPerSample,
        Compression,
        Photometric,
        SamplesPerPixel,
        RowsPerStrip,
        PlanarConfiguration,
        TileWidth,
        TileHeight,
        DngVersion,
        .. Branches,
        .. Parts.Select(part => part.Offsets),
        .. Parts.Select(part => part.Lengths),
    ];

    private readonly Dictionary<int, TiffValues> entries = [];

    /// <summary>The largest end offset of values that are stored outside of their entries.</summary>
    public long End { get; private set; }

    /// <summary>Size of the image; <see langword="null"/> if the directory does not describe one.</summary>
    public PixelSize? Size =>
        (Number(Width), Number(Height)) is ({ } width, { } height)
            ? new((uint)Math.Min(width, uint.MaxValue), (uint)Math.Min(height, uint.MaxValue))
            : null;

    /// <summary>
    /// Format of a file whose first directory is this one and that contains a camera's raw picture; <see langword="null"/> for other files.
    /// </summary>
    /// <remarks>
    /// The size of a raw picture is not that of the directory, or it is that of the sensor, as in PEF. Sources: Adobe, DNG 1.7, chapters 2
    /// and 4, with its color filter array and linear raw; NEF and others are similar.
    /// </remarks>
    public string? RawFormat =>
        entries.ContainsKey(DngVersion) ? "dng"
        : (Number(SubfileType) & ReducedImage) == ReducedImage && entries.ContainsKey(SubDirectories) ? "raw"
        : Number(Photometric) is 32803 or 34892 || Number(Compression) is 32767 or 34713 or 65000 or 65535 ? "raw"
        : null;

    /// <summary>The only strip of an image without lengths, which libtiff reads as well; <see langword="null"/> for other images.</summary>
    public TiffStrip? UnmeasuredStrip => entries.ContainsKey(Strips.Lengths) ? null : OnlyStrip;

    /// <summary>The only strip of an image; <see langword="null"/> if there are several parts.</summary>
    /// <remarks>
    /// libtiff ignores its length if that is 0 or, without compression, less than the pixels need. Only then, the strip requires more of the
    /// file than its length does.
    /// </remarks>
    public TiffStrip? OnlyStrip =>
        Size is { } size
        && !Has(Tiles)
        && !Has(OldJpeg)
        && Pieces(size.Height, Number(RowsPerStrip) ?? uint.MaxValue) == 1
        && Number(PlanarConfiguration) != SeparatePlanes
        && Number(Strips.Offsets) is { } offset
            ? new(
                offset,
                size,
                // Several pixels may share two of the three samples. One for each pixel is certain.
                Number(Photometric) == SubsampledColor
                    ? 1
                    : Number(SamplesPerPixel) ?? 1,
                (Number(Compression) ?? Uncompressed) == Uncompressed,
                entries.GetValueOrDefault(BitsPerSample)
            )
            : null;

    /// <summary>Offsets and lengths of the parts of the data.</summary>
    public IEnumerable<(TiffValues Offsets, TiffValues Lengths)> Data =>
        Parts.Where(Has).Select(part => (entries[part.Offsets], entries[part.Lengths]));

    /// <summary>Offsets of the subdirectories.</summary>
    public IEnumerable<TiffValues> Children => Branches.Where(entries.ContainsKey).Select(tag => entries[tag]);

    /// <summary>Adds an entry. If a tag occurs twice, the first entry counts.</summary>
    public void Add(TiffEncoding encoding, ReadOnlySpan<byte> entry)
    {
        var values = TiffValues.Read(encoding, entry);
        if (!values.Inline)
            End = Math.Max(End, values.End);
        var tag = (int)encoding.Read(entry[..2]);
        if (Known.Contains(tag))
            entries.TryAdd(tag, values);
    }

    /// <summary>Returns whether there are at least as many parts as an image of this allowed size consists of.</summary>
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

    /// <summary>Returns whether the directory overlaps with the offsets or lengths of its data.</summary>
    /// <param name="start">Offset of the directory in the file.</param>
    /// <param name="end">Offset of the end of its entries.</param>
    public bool HoldsItsOwnValues(long start, long end) =>
        Data.Any(part => part.Offsets.Overlap(start, end) || part.Lengths.Overlap(start, end));

    // With a length of 0, no number of parts is enough. The result 0 stands for that.
    private static long Pieces(uint side, long? length) => length > 0 ? (side - 1) / length.Value + 1 : 0;

    private bool Has((int Offsets, int Lengths) part) => entries.ContainsKey(part.Offsets) && entries.ContainsKey(part.Lengths);

    private ulong Count((int Offsets, int Lengths) part) => Math.Min(CountOf(part.Offsets), CountOf(part.Lengths));

    private ulong CountOf(int tag) => entries[tag] is { Whole: true, Count: var count } ? count : 0;

    private long? Number(int tag) => entries.TryGetValue(tag, out var values) ? values.Single : null;
}
