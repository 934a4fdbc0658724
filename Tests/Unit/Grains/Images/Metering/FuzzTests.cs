using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// Mutants of real and forged images, on every core. <c>RETAILPULSE_FUZZ_MUTANTS</c> says how many, and <c>RETAILPULSE_FUZZ_FIRST</c> the
/// number of the first, for a long run with its figures:
/// <c>RETAILPULSE_FUZZ_MUTANTS=1000000 dotnet test Tests -c Release --filter FuzzTests --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long MostAllocated = 1 << 20;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(2);
    private static readonly int Mutants = Setting("RETAILPULSE_FUZZ_MUTANTS", 200_000);
    private static readonly int First = Setting("RETAILPULSE_FUZZ_FIRST", 0);

    private readonly ConcurrentDictionary<int, bool> inHand = new();
    private readonly FuzzFigures figures = new();

    [Fact]
    public async Task A_mutant_gets_an_answer_at_once_and_in_little_memory()
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await Parallel
                .ForEachAsync(Enumerable.Range(First, Mutants), async (number, _) => await MeasureAsync(number))
                .WaitAsync(MaxDuration + TimeSpan.FromMilliseconds(Mutants));
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"One of the mutants {string.Join(", ", inHand.Keys)}", fault);
        }
        output.WriteLine($"{Mutants} mutants in {Stopwatch.GetElapsedTime(started)}, {figures}");
    }

    private async ValueTask MeasureAsync(int number)
    {
        inHand[number] = true;
        var body = new FuzzBody(FuzzMutator.Mutant(number));
        var (started, before) = (ThreadClock.Now, GC.GetAllocatedBytesForCurrentThread());
        var measuring = new Meter().MeasureAsync(body, CancellationToken.None);
        var (elapsed, allocated) = (ThreadClock.Now - started, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(measuring.IsCompleted);
        var found = await measuring;
        Assert.True(Possible(found), $"{found}");
        Assert.InRange(elapsed, TimeSpan.Zero, MaxDuration);
        Assert.InRange(allocated, 0, MostAllocated);
        Assert.False(body.ReadInVain);
        figures.Add(number, found, elapsed, allocated);
        inHand.TryRemove(number, out _);
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : usual;

    private static bool Possible(Found found) =>
        found.Reason switch
        {
            ImageReason.None => found is { Format: not null, Width: > 0 and <= 65_535, Height: > 0 and <= 65_535 },
            >= ImageReason.TooLarge and <= ImageReason.Corrupt => found is { Width: 0, Height: 0 },
            _ => false,
        };
}
