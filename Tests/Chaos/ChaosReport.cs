using System.Globalization;
using RetailPulse.Tests.Chaos.Judgement;

namespace RetailPulse.Tests.Chaos;

/// <summary>The result of a run: one summary line and all violations.</summary>
/// <param name="Faults">Number of times that each kind of fault occurred.</param>
internal sealed record ChaosReport(
    string Storage,
    int Seed,
    int Acknowledged,
    int Ended,
    long Images,
    IReadOnlyDictionary<string, int> Faults,
    TimeSpan LongestStall,
    TimeSpan Took,
    IReadOnlyList<Violation> Violations
)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"chaos {Storage}: {Acknowledged} acknowledged, {Ended} ended, {Count(Wrong.Lost)} lost, {Count(Wrong.Duplicated)} duplicated, {Count(Wrong.Invented)} invented, "
                + $"{Violations.Count - Count(Wrong.Lost) - Count(Wrong.Duplicated) - Count(Wrong.Invented)} otherwise wrong, {Images} images; "
                + $"{Faults.Values.Sum()} faults injected ({string.Join(", ", Faults.OrderByDescending(fault => fault.Value).Select(fault => $"{fault.Value} {fault.Key}"))}); "
                + $"longest stall {LongestStall.TotalSeconds:0.0} s, took {Took.TotalSeconds:0} s, seed {Seed}"
        );

    private int Count(Wrong kind) => Violations.Count(violation => violation.Kind == kind);
}
