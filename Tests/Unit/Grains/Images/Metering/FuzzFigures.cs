using System.Text;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>What a fuzz run saw.</summary>
internal sealed class FuzzFigures
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string? Format, ImageReason Reason), int> answers = [];
    private (TimeSpan Elapsed, int Mutant) slowest;
    private long mostAllocated;

    public void Add(int mutant, Found found, TimeSpan elapsed, long allocated)
    {
        lock (gate)
        {
            answers[(found.Format, found.Reason)] = answers.GetValueOrDefault((found.Format, found.Reason)) + 1;
            slowest = elapsed > slowest.Elapsed ? (elapsed, mutant) : slowest;
            mostAllocated = Math.Max(mostAllocated, allocated);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"at most {slowest.Elapsed.TotalMilliseconds:F1} ms (mutant {slowest.Mutant}) and {mostAllocated} bytes allocated");
        foreach (var ((format, reason), count) in answers)
            text.Append($"\n{format ?? "not recognised"}, {reason}: {count}");
        return text.ToString();
    }
}
