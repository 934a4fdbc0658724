using CsCheck;
using RetailPulse.Grains.Images.Metering;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Compares the least number of bits with the one that trying every symbol gives.</summary>
public sealed class JpegHuffmanTests
{
    private const int CodeLengths = 16;

    /// <summary>Numbers of codes of each length, and a source of symbols, many of which end a band.</summary>
    private static readonly Gen<(byte[] Counts, byte[] Symbols)> Tables = Gen.Select(
        Gen.Byte[0, 16].Array[CodeLengths],
        Gen.Frequency((3, Gen.Byte), (1, Gen.Byte[0, 15].Select(n => (byte)(n << 4))), (1, Gen.Const((byte)0))).Array[256]
    );

    [Fact]
    public void The_least_bits_of_a_table_are_those_of_its_best_symbols() =>
        Tables.Sample(table =>
        {
            var symbols = table.Symbols[..table.Counts.Sum(count => count)];
            if (symbols.Length == 0)
                return true;
            var tables = new JpegHuffman();
            tables.Define([0x01, .. table.Counts, .. symbols, 0x12, .. table.Counts, .. symbols]);
            var codes = Codes(table.Counts, symbols);
            var ends = codes.Where(code => code.Symbol == 0).Select(code => (long)code.Length);
            var others = codes.Where(code => code.Symbol != 0).Select(code => 4L * code.Length);
            return tables.Dc(1) == codes.Min(code => code.Length + code.Symbol)
                && tables.Ac(2) == ends.Concat(others).Min()
                && tables.Run(2) == codes.Min(PerBlock);
        });

    [Fact]
    public void A_table_that_ends_too_early_and_one_without_symbols_are_not_read()
    {
        var tables = new JpegHuffman();
        tables.Define([0x10, 2, .. new byte[15], 0x05]);
        tables.Define([0x10, .. new byte[16]]);
        Assert.Equal((1, 1), (tables.Dc(0), tables.Ac(0)));
    }

    private static List<(int Length, byte Symbol)> Codes(byte[] counts, byte[] symbols) =>
        [.. counts.SelectMany((count, at) => Enumerable.Repeat(at + 1, count)).Zip(symbols)];

    /// <remarks>ITU-T T.81 G.1.2.2.</remarks>
    private static double PerBlock((int Length, byte Symbol) code) =>
        (code.Symbol & 15, code.Symbol >> 4) switch
        {
            (0, < 15 and var n) => (code.Length + n) / ((2 << n) - 1.0),
            _ => code.Length,
        };
}
