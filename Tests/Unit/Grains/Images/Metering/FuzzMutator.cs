using static System.Buffers.Binary.BinaryPrimitives;
using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Makes mutants of real and forged images. A mutant is named by its number, and the same every time.</summary>
internal static class FuzzMutator
{
    // Of those images that only differ in how they are coded.
    private const int LongestSeed = 6_000;
    private const int MostChanges = 6;
    private const int LongestBlock = 64;

    private static readonly byte[][] Seeds =
    [
        .. ForgedImages.All.Values,
        .. StrangeImages.All.Values.Select(image => image.Content),
        .. PhonePhotos.All.Values,
        .. VipsImages.OfEveryKind.Select(image => image.Bytes).Where(seed => seed.Length <= LongestSeed),
    ];

    // Where lengths, counts and sides go wrong.
    private static readonly long[] Extremes =
    [
        0,
        1,
        2,
        8,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x1_0000,
        int.MaxValue,
        0x8000_0000,
        uint.MaxValue - 8,
        uint.MaxValue,
        0x1_0000_0000,
        long.MaxValue - 8,
        long.MaxValue,
        long.MinValue,
    ];

    public static byte[] Mutant(int number)
    {
        var random = new Random(number);
        var mutant = Seeds[random.Next(Seeds.Length)].ToArray();
        for (var changes = random.Next(1, MostChanges + 1); changes > 0 && mutant.Length > 0; changes--)
            mutant = Changed(mutant, random);
        if (random.Next(4) > 0)
            FuzzSeals.Renew(mutant);
        return mutant;
    }

    private static byte[] Changed(byte[] image, Random random)
    {
        var at = Place(image.Length, random);
        return random.Next(12) switch
        {
            0 => image[..at],
            1 => Join(image[..at], image[Math.Min(image.Length, at + random.Next(1, LongestBlock))..]),
            2 => Join(image[..at], Noise(random.Next(1, LongestBlock)), image[at..]),
            3 => Join(image[..at], Block(image, random), image[at..]),
            4 => Join(image[..at], Tail(Seeds[random.Next(Seeds.Length)], random)),
            5 => Over(image, at, Block(image, random)),
            6 => Over(image, at, [(byte)random.Next(256)]),
            7 or 8 => Over(image, at, [(byte)(image[at] ^ 1 << random.Next(8))]),
            9 => Over(image, at, Field(image.Length + random.Next(-2, 3), random)),
            _ => Over(image, at, Field(Extremes[random.Next(Extremes.Length)], random)),
        };
    }

    // Half of the changes go to where most headers are.
    private static int Place(int length, Random random) => random.Next(random.Next(2) == 0 ? Math.Min(length, 128) : length);

    private static byte[] Block(byte[] image, Random random)
    {
        var block = Tail(image, random);
        return block[..Math.Min(block.Length, random.Next(1, LongestBlock))];
    }

    private static byte[] Tail(byte[] image, Random random) => image[random.Next(image.Length)..];

    private static byte[] Field(long value, Random random)
    {
        var (field, length) = (new byte[8], 1 << random.Next(1, 4));
        if (random.Next(2) == 0)
        {
            WriteInt64BigEndian(field, value);
            return field[^length..];
        }
        WriteInt64LittleEndian(field, value);
        return field[..length];
    }

    private static byte[] Over(byte[] image, int at, byte[] block)
    {
        block.AsSpan(0, Math.Min(block.Length, image.Length - at)).CopyTo(image.AsSpan(at));
        return image;
    }
}
