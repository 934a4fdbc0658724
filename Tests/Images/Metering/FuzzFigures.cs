using System.Text;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.Metering;

namespace RetailPulse.Tests.Images.Metering;

/// <summary>What a fuzz run saw.</summary>
internal sealed class FuzzFigures
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string? Format, ImageReason Reason), int> answers = [];
    private TimeSpan slowest;
    private long mostAllocated;

    public void Add(Found found, TimeSpan elapsed, long allocated)
    {
        lock (gate)
        {
            answers[(found.Format, found.Reason)] = answers.GetValueOrDefault((found.Format, found.Reason)) + 1;
            slowest = elapsed > slowest ? elapsed : slowest;
            mostAllocated = Math.Max(mostAllocated, allocated);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder($"at most {slowest.TotalMilliseconds:F1} ms and {mostAllocated} bytes allocated for one mutant");
        foreach (var ((format, reason), count) in answers)
            text.Append($"\n{format ?? "not recognised"}, {reason}: {count}");
        return text.ToString();
    }
}
