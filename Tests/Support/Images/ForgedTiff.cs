using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>An entry of a directory; its value or values' offset is a number of the field's whole length.</summary>
internal sealed record TiffEntry(int Tag, int Type, ulong Count, ulong Value);

/// <summary>
/// TIFF files with sound structure and meaningless pixels. Each page is a string that says in which order its pieces lie: <c>d</c> the
/// directory, <c>o</c> the array of offsets, <c>l</c> the array of lengths, <c>p</c> the pixels, in three strips or, when tiled, four
/// tiles.
/// </summary>
internal sealed class ForgedTiff(int width, int height, bool bigEndian = false, bool big = false, bool tiled = false)
{
    public const int Text = 2;
    public const int Short = 3;
    public const int Long = 4;
    public const int Long8 = 16;

    /// <summary>The bytes of each strip or tile.</summary>
    public int[] Lengths { get; init; } = tiled ? [30, 50, 20, 40] : [30, 50, 40];

    /// <summary>Entries before or instead of the usual ones: the first of a tag counts.</summary>
    public List<TiffEntry> Extra { get; } = [];

    /// <summary>What follows the last page's directory in the chain.</summary>
    public ulong Next { get; set; }

    public int HeadLength => big ? 16 : 8;

    private int OffsetLength => big ? 8 : 4;

    public byte[] File(params string[] pages)
    {
        var at = HeadLength;
        var places = pages.Select(page => page.ToDictionary(piece => piece, piece => (at += LengthOf(piece)) - LengthOf(piece))).ToArray();
        var pieces = pages.SelectMany((page, i) => page.Select(piece => Piece(piece, places[i], places.ElementAtOrDefault(i + 1))));
        return Join([Head((ulong)places[0]['d']), .. pieces]);
    }

    public byte[] Head(ulong first) =>
        Join(
            Ascii(bigEndian ? "MM" : "II"),
            big ? Join(Number(43, 2), Number(8, 2), Number(0, 2)) : Number(42, 2),
            Number(first, OffsetLength)
        );

    public byte[] Directory(IReadOnlyCollection<TiffEntry> entries, ulong next) =>
        Join(Number((ulong)entries.Count, big ? 8 : 2), Join([.. entries.Select(Entry)]), Number(next, OffsetLength));

    private byte[] Entry(TiffEntry entry) =>
        Join(
            Number((ulong)entry.Tag, 2),
            Number((ulong)entry.Type, 2),
            Number(entry.Count, OffsetLength),
            // A short value is at the beginning of its field.
            entry is { Type: Short, Count: 1 }
                ? Join(Number(entry.Value, 2), Zeros(OffsetLength - 2))
                : Number(entry.Value, OffsetLength)
        );

    private int LengthOf(char piece) =>
        piece switch
        {
            'd' => Directory(Entries(null), 0).Length,
            'p' => Lengths.Sum(),
            _ => OffsetLength * Lengths.Length,
        };

    private byte[] Piece(char piece, Dictionary<char, int> places, Dictionary<char, int>? next) =>
        piece switch
        {
            'd' => Directory(Entries(places), (ulong?)next?['d'] ?? Next),
            'p' => Noise(Lengths.Sum()),
            'o' => Join([.. Lengths.Select((_, i) => Number((ulong)(places['p'] + Lengths[..i].Sum()), OffsetLength))]),
            _ => Join([.. Lengths.Select(length => Number((ulong)length, OffsetLength))]),
        };

    private List<TiffEntry> Entries(Dictionary<char, int>? places) =>
        [
            .. Extra,
            new(256, Short, 1, (ulong)width),
            new(257, big ? Long8 : Long, 1, (ulong)height),
            new(tiled ? 324 : 273, big ? Long8 : Long, (ulong)Lengths.Length, (ulong?)places?['o'] ?? 0),
            new(tiled ? 322 : 278, Short, 1, (ulong)(tiled ? (width + 1) / 2 : (height + 2) / 3)),
            new(tiled ? 323 : 277, Short, 1, (ulong)(tiled ? (height + 1) / 2 : 1)),
            new(tiled ? 325 : 279, big ? Long8 : Long, (ulong)Lengths.Length, (ulong?)places?['l'] ?? 0),
        ];

    private byte[] Number(ulong value, int length)
    {
        var little = BitConverter.GetBytes(value)[..length];
        return bigEndian ? [.. little.Reverse()] : little;
    }
}
