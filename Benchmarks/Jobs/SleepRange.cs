using System.Globalization;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>The sleep after each image, drawn evenly between the two.</summary>
internal readonly record struct SleepRange(TimeSpan Min, TimeSpan Max)
{
    public const string SpecName = "spec";

    /// <summary>What stands in for inference: 0.1 to 0.4 s.</summary>
    public static readonly SleepRange Spec = new(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.4));

    /// <summary>Returns the range as it is written on this program's command line.</summary>
    public string Argument => this == Spec ? SpecName : Min.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public string[] Settings => [$"--RetailPulse:Gpu:MinSleep={Min:c}", $"--RetailPulse:Gpu:MaxSleep={Max:c}"];

    /// <param name="text"><c>spec</c>, or seconds: 0 to 60.</param>
    public static SleepRange? TryParse(string text)
    {
        if (text == SpecName)
            return Spec;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 60
            ? Exactly(TimeSpan.FromSeconds(seconds))
            : null;
    }

    public static SleepRange Exactly(TimeSpan sleep) => new(sleep, sleep);

    public TimeSpan Draw(Random random) => Min + (Max - Min) * random.NextDouble();

    public override string ToString() => Min == Max ? $"{Min.TotalSeconds} s" : $"{Min.TotalSeconds} to {Max.TotalSeconds} s";
}
