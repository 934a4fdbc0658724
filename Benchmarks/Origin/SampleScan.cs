namespace RetailPulse.Benchmarks.Origin;

/// <summary>The entropy-coded data of a grey JPEG: ITU-T T.81, annex F, with Huffman codes of 4 bits each.</summary>
/// <param name="seed">Seed of the noise.</param>
internal sealed class SampleScan(int seed)
{
    /// <summary>Sizes of a DC difference.</summary>
    public static readonly byte[] DcSymbols = [0, 1, 2, 3];

    /// <summary>The end of a block, then sizes of an AC coefficient right after the one before.</summary>
    public static readonly byte[] AcSymbols = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06];

    private const int CodeLength = 4;
    private const int Coefficients = 14;
    private const int Size = 6;

    private readonly Random random = new(seed);
    private readonly List<byte> bytes = [];
    private int pending;
    private int bits;

    /// <summary>How many codes there are of each length, 1 to 16 bits.</summary>
    public static byte[] CodesPerLength(byte[] symbols) => [0, 0, 0, (byte)symbols.Length, .. new byte[12]];

    public List<byte> Encode(int blocks)
    {
        for (var block = 0; block < blocks; block++)
            EncodeBlock();

        // T.81 F.1.2.3: the last byte is filled with ones.
        if (bits > 0)
            Write((1 << (8 - bits)) - 1, 8 - bits);
        return bytes;
    }

    private void EncodeBlock()
    {
        Write(0, CodeLength);
        for (var coefficient = 0; coefficient < Coefficients; coefficient++)
        {
            Write(Size, CodeLength);
            Write(random.Next(1 << Size), Size);
        }

        Write(0, CodeLength);
    }

    private void Write(int value, int length)
    {
        pending = (pending << length) | value;
        for (bits += length; bits >= 8; bits -= 8)
            WriteByte((byte)(pending >> (bits - 8)));
        pending &= (1 << bits) - 1;
    }

    private void WriteByte(byte value)
    {
        bytes.Add(value);
        if (value == 0xFF)
            bytes.Add(0);
    }
}
