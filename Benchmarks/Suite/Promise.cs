using System.Globalization;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>One promised figure.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="AtLeast">
/// <see langword="true"/>: more is better, and <paramref name="Value"/> the least that is promised; else the most.
/// </param>
internal sealed record Promise(string Key, string What, bool AtLeast, double Value)
{
    /// <summary>Such as <c>≥ 0.95</c>.</summary>
    public string Bound => $"{(AtLeast ? '≥' : '≤')} {Value.ToString("#,0.##", CultureInfo.InvariantCulture)}";

    public bool IsKept(double figure) => Score(figure) >= 1;

    /// <summary>1: exactly as promised; 2: twice as good, in the direction that is better.</summary>
    public double Score(double figure) => AtLeast ? figure / Value : Value / figure;
}
