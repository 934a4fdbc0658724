using NetVips;
using static System.Buffers.Binary.BinaryPrimitives;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedHeif;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// Writes what NetVips does not: AVIF that is to be turned or cropped when it is shown, or that is a grid of tiles, all of which are the
/// same picture, and which it is a bit smaller than.
/// </summary>
internal static class VipsAvifWriter
{
    private const int Grid = 1;
    private const int FirstTile = 2;

    public static byte[] File(Image picture, int columns = 1, int rows = 1, params byte[][] transformations)
    {
        var made = picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0, keep: Enums.ForeignKeep.None);
        var tile = Content(made, "mdat");
        var (width, height) = (columns * picture.Width - picture.Width / 3, rows * picture.Height - picture.Height / 3);
        byte[][] properties =
        [
            Box("av1C", Content(made, "av1C")),
            Extent(picture.Width, picture.Height),
            Extent(width, height),
            .. transformations,
        ];
        var type = Box("ftyp", Ascii("avif"), Zeros(4), Ascii("avifmif1miaf"));
        byte[] grid = [0, 0, (byte)(rows - 1), (byte)(columns - 1), .. Big16(width), .. Big16(height)];
        byte[] MetaAt(int data) => Meta(columns * rows, grid, properties, data, tile.Length);
        return Join(type, MetaAt(type.Length + MetaAt(0).Length + 8), Box("mdat", tile));
    }

    /// <summary>A crop to these sides around the middle.</summary>
    public static byte[] Aperture(int width, int height) =>
        Box("clap", Big32((uint)width), Big32(1), Big32((uint)height), Big32(1), Big32(0), Big32(1), Big32(0), Big32(1));

    private static byte[] Meta(int count, byte[] grid, byte[][] properties, int data, int length)
    {
        var tiles = Enumerable.Range(FirstTile, count).ToArray();
        var shown = count == 1 ? FirstTile : Grid;
        var transformations = Enumerable.Range(4, properties.Length - 3).Select(number => (byte)(0x80 | number)).ToArray();
        var locations = tiles.Select(tile => Location(tile, 0, data, length));
        return Full(
            "meta",
            0,
            Full("hdlr", 0, Zeros(4), Ascii("pict"), Zeros(13)),
            Full("pitm", 0, Big16(shown)),
            Full("iinf", 0, Big16(count + 1), Entry(Grid, "grid"), Join([.. tiles.Select(tile => Entry(tile, "av01"))])),
            Full("iref", 0, Box("dimg", Big16(Grid), Big16(count), Join([.. tiles.Select(Big16)]))),
            Box(
                "iprp",
                Box("ipco", properties),
                Full(
                    "ipma",
                    0,
                    Big32((uint)count + 1),
                    Associations(Grid, [3, .. shown == Grid ? transformations : []]),
                    Join([.. tiles.Select(tile => Associations(tile, [0x81, 2, .. shown == tile ? transformations : []]))])
                )
            ),
            Box("idat", grid),
            Full("iloc", 1, [0x44, 0], Big16(count + 1), Location(Grid, 1, 0, grid.Length), Join([.. locations]))
        );
    }

    private static byte[] Entry(int item, string type) => Full("infe", 2, Big16(item), Zeros(2), Ascii(type), Zeros(1));

    private static byte[] Associations(int item, byte[] properties) => [.. Big16(item), (byte)properties.Length, .. properties];

    private static byte[] Location(int item, int method, int offset, int length) =>
        Join(Big16(item), Big16(method), Zeros(2), Big16(1), Big32((uint)offset), Big32((uint)length));

    private static byte[] Content(byte[] file, string box)
    {
        var type = file.AsSpan().IndexOf(Ascii(box));
        return file[(type + 4)..(type - 4 + (int)ReadUInt32BigEndian(file.AsSpan(type - 4)))];
    }
}
