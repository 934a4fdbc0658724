using System.Buffers;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// The minimum number of bits of a block with each Huffman table of a JPEG (ITU-T T.81, B.2.4.2 and annexes F and G).
/// </summary>
/// <remarks>A table that the file does not define counts as one with the shortest possible codes.</remarks>
internal sealed class JpegHuffman
{
    /// <summary>Maximum length of a segment that is read, in bytes: eight tables of 256 symbols.</summary>
    public const int MaxLength = 8 * (HeadLength + 256);

    private const int HeadLength = 17;
    private const int Tables = 4;
    private const byte EndOfBlock = 0;

    // One end-of-band code of one bit, with 14 further bits, ends up to 32,767 blocks.
    private const double ShortestRun = 15.0 / 32_767;

    // T.81 G.1.2.2: a symbol n0 ends the band of up to 2^(n+1) − 1 blocks, except F0. Any other symbol encodes a part of one block.
    private static readonly SearchValues<byte> EndsOfBand = SearchValues.Create([.. Enumerable.Range(0, 15).Select(n => (byte)(n << 4))]);

    private readonly int[] dc = [1, 1, 1, 1];
    private readonly int[] ac = [1, 1, 1, 1];
    private readonly double[] runs = [ShortestRun, ShortestRun, ShortestRun, ShortestRun];

    /// <summary>Returns the minimum number of bits of the DC difference of a block.</summary>
    public int Dc(int table) => dc[table % Tables];

    /// <summary>Returns the minimum number of bits of all AC coefficients of a block in a sequential scan.</summary>
    public int Ac(int table) => ac[table % Tables];

    /// <summary>
    /// Returns the minimum number of bits per block of a progressive scan of AC coefficients. Most blocks may be part of one run.
    /// </summary>
    public double Run(int table) => runs[table % Tables];

    /// <summary>Reads a segment that defines tables.</summary>
    public void Define(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= HeadLength)
        {
            var (isAc, table) = (segment[0] >> 4 != 0, segment[0] % Tables);
            var counts = segment[1..HeadLength];
            var symbols = 0;
            foreach (var count in counts)
                symbols += count;
            if (symbols == 0 || HeadLength + symbols > segment.Length)
                return;
            Define(isAc, table, counts, segment.Slice(HeadLength, symbols));
            segment = segment[(HeadLength + symbols)..];
        }
    }

    private void Define(bool isAc, int table, ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        if (isAc)
            DefineAc(table, counts, symbols);
        else
            DefineDc(table, counts, symbols);
    }

    private void DefineDc(int table, ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var least = int.MaxValue;
        for (var (length, at) = (1, 0); length <= counts.Length; length++)
        {
            for (var end = at + counts[length - 1]; at < end; at++)
                least = Math.Min(least, length + symbols[at]);
        }

        dc[table] = least;
    }

    // Symbols are in the order of the lengths of their codes, so the first one of a kind has the shortest code.
    private void DefineAc(int table, ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var (end, run) = (int.MaxValue, double.MaxValue);
        var other = symbols.IndexOfAnyExcept(EndOfBlock) is >= 0 and var first ? LengthOf(first, counts) : int.MaxValue;
        for (var at = symbols.IndexOfAny(EndsOfBand); at >= 0; at = Next(at, symbols))
        {
            var (n, length) = (symbols[at] >> 4, LengthOf(at, counts));
            run = Math.Min(run, (length + n) / ((2 << n) - 1.0));
            if (symbols[at] == EndOfBlock)
                end = Math.Min(end, length);
        }

        // Without an end-of-block code, at least four codes are needed to reach the last of 63 coefficients.
        (ac[table], runs[table]) = ((int)Math.Min(end, 4L * other), Math.Min(run, other));
    }

    private static int Next(int at, ReadOnlySpan<byte> symbols) =>
        symbols[(at + 1)..].IndexOfAny(EndsOfBand) is >= 0 and var distance ? at + 1 + distance : -1;

    /// <summary>Returns the length of the code of a symbol, in bits.</summary>
    private static int LengthOf(int symbol, ReadOnlySpan<byte> counts)
    {
        var length = 1;
        for (int before = counts[0]; before <= symbol; before += counts[length - 1])
            length++;
        return length;
    }
}
