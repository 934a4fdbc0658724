using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.Metering;

namespace RetailPulse.Tests.Images.Metering;

public sealed class MutationTests
{
    private const int Mutants = 1_600;

    public static TheoryData<string> Names => ForgedImages.Names;

    /// <summary>Seeded, so that a failure can be repeated: the mutant is named by its number.</summary>
    [Theory(Timeout = 60_000), MemberData(nameof(Names))]
    public async Task A_mutant_always_gets_an_answer(string name)
    {
        var random = new Random(20_260_504);
        for (var number = 0; number < Mutants; number++)
        {
            var mutant = Mutate(ForgedImages.All[name], random);
            var metering = await Measure.BytesAsync(mutant);
            Assert.True(Possible(metering), $"Mutant {number}: {metering}");
        }
    }

    private static bool Possible(Found metering) => metering.Reason switch
    {
        ImageReason.None => metering is { Format: not null, Width: > 0 and <= 65_535, Height: > 0 and <= 65_535 },
        >= ImageReason.TooLarge and <= ImageReason.Corrupt => metering is { Width: 0, Height: 0 },
        _ => false,
    };

    private static byte[] Mutate(byte[] image, Random random)
    {
        var mutant = image.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(mutant.Count);
            switch (random.Next(5))
            {
                case 0: mutant[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: mutant[at] = (byte)random.Next(256); break;
                case 2: mutant[at] = random.Next(2) == 0 ? byte.MinValue : byte.MaxValue; break;
                case 3: mutant.Insert(at, (byte)random.Next(256)); break;
                default: mutant.RemoveAt(at); break;
            }
        }
        return [.. mutant];
    }
}
