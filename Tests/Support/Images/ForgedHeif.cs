using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>
/// HEIF files with sound structure and meaningless pixels: item 1 is the image; if it is a grid, its tiles are the items after it.
/// </summary>
internal sealed record ForgedHeif(int Width, int Height)
{
    /// <summary>The major brand, and those that the file is compatible with.</summary>
    public string[] Brands { get; init; } = ["heic", "mif1", "heic"];

    /// <summary>How the image or its tiles are coded.</summary>
    public string Codec { get; init; } = "hvc1";

    /// <summary>How many tiles the image has; none if it is a single one.</summary>
    public int Columns { get; init; }

    public int Rows { get; init; }

    /// <summary>Item 1's own data; for a grid it lies in the meta box, unless <see cref="GridInFile"/>.</summary>
    public byte[]? Data { get; init; }

    public bool GridInFile { get; init; }

    /// <summary>Item 1's properties, in order.</summary>
    public byte[][]? Properties { get; init; }

    /// <summary>An item that is nowhere; 0 for none.</summary>
    public int Missing { get; init; }

    public string Handler { get; init; } = "pict";

    /// <summary>The version of the box of locations; the others have 16-bit numbers before version 2, and 32-bit ones then.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The box of locations, when it is not as the items need.</summary>
    public byte[]? Locations { get; init; }

    /// <summary>More boxes within the meta box.</summary>
    public byte[] Extra { get; init; } = [];

    private bool Wide => Version == 2;
    private int Tiles => Columns * Rows;
    private bool Inline => Tiles > 0 && !GridInFile;

    public static byte[] Box(string type, params byte[][] content)
    {
        var joined = Join(content);
        return Join(Big32((uint)joined.Length + 8), Ascii(type), joined);
    }

    /// <summary>A box whose length is written in 64 bits.</summary>
    public static byte[] LongBox(string type, byte[] content) =>
        Join(Big32(1), Ascii(type), Big32(0), Big32((uint)content.Length + 16), content);

    /// <summary>A box that reaches to the end of the file.</summary>
    public static byte[] OpenBox(string type, byte[] content) => Join(Big32(0), Ascii(type), content);

    public static byte[] Full(string type, int version, params byte[][] content) => Box(type, [Join([(byte)version, 0, 0, 0]), .. content]);

    public static byte[] Extent(int width, int height) => Full("ispe", 0, Big32((uint)width), Big32((uint)height));

    public static byte[] Rotation(int quarterTurns) => Box("irot", [(byte)quarterTurns]);

    /// <summary>Fractions: numerator and denominator of each side.</summary>
    public static byte[] Crop(uint width, uint height, uint by = 1) =>
        Box("clap", Big32(width), Big32(by), Big32(height), Big32(by), Zeros(16));

    public byte[] Type => Box("ftyp", Ascii(Brands[0]), Zeros(4), Ascii(string.Concat(Brands[1..])));

    public byte[] Media => Join([Inline ? [] : Item, .. Enumerable.Range(0, Tiles).Select(_ => Noise(30))]);

    public byte[] File() => FileWith(Box("mdat", Media), 8);

    /// <summary>The meta box before the media box, whose data begins after a head of <paramref name="headLength"/> bytes.</summary>
    public byte[] FileWith(byte[] media, int headLength) => Join(Type, Meta(Type.Length + Meta(0).Length + headLength), media);

    /// <summary>The media box before the meta box.</summary>
    public byte[] FileBackwards() => Join(Type, Box("mdat", Media), Meta(Type.Length + 8));

    /// <summary>The meta box of a file in which the items' data begins at <paramref name="data"/>.</summary>
    public byte[] Meta(int data) => Full("meta", 0, MetaContent(data));

    public byte[] MetaContent(int data) =>
        Join(
            Full("hdlr", 0, Zeros(4), Ascii(Handler), Zeros(13)),
            Full("pitm", Wide ? 1 : 0, Id(1)),
            Full("iinf", 0, Big16(1 + Tiles), Join([.. Enumerable.Range(1, 1 + Tiles).Select(Entry)])),
            Tiles == 0 ? [] : Full("iref", Wide ? 1 : 0, Box("dimg", [Id(1), Big16(Tiles), .. Enumerable.Range(2, Tiles).Select(Id)])),
            Box("iprp", Box("ipco", Join(PropertiesOfItem)), Full("ipma", Wide ? 1 : 0, Big32(1), Id(1), Associations)),
            Inline ? Box("idat", Item) : [],
            Extra,
            Locations ?? UsualLocations(data)
        );

    private byte[][] PropertiesOfItem => Properties ?? [Box("hvcC", Noise(20)), Extent(Width, Height)];

    private byte[] Associations =>
        [(byte)PropertiesOfItem.Length, .. Enumerable.Range(1, PropertiesOfItem.Length).Select(number => (byte)(number | 0x80))];

    private byte[] Item =>
        Data ?? (Tiles > 0 ? Join([0, 0, (byte)(Rows - 1), (byte)(Columns - 1)], Big16(Width), Big16(Height)) : Noise(80));

    private byte[] Id(int item) => Wide ? Big32((uint)item) : Big16(item);

    private byte[] Entry(int item) =>
        Full("infe", Wide ? 3 : 2, Id(item), Zeros(2), Ascii(item == 1 && Tiles > 0 ? "grid" : Codec), Zeros(1));

    // Offsets and lengths of 4 bytes, and no base.
    private byte[] UsualLocations(int data)
    {
        var own = Location(1, Inline ? 1 : 0, Inline ? 0 : data, Item.Length);
        var tiles = Enumerable.Range(0, Tiles).Select(tile => Location(2 + tile, 0, (Inline ? 0 : Item.Length) + data + 30 * tile, 30));
        return Full(
            "iloc",
            Version,
            [
                [0x44, 0],
                Id(1 + Tiles),
                own,
                .. tiles,
            ]
        );
    }

    private byte[] Location(int item, int method, int offset, int length) =>
        Join(
            Id(item == Missing ? 9_999 : item),
            Version == 0 ? [] : Big16(method),
            Zeros(2),
            Big16(1),
            Big32((uint)offset),
            Big32((uint)length)
        );
}
