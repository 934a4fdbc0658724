using System.Globalization;

namespace RetailPulse.Benchmarks.Report;

internal static class Number
{
    /// <summary>Formats a number with three significant digits, or with all digits before the decimal point if there are more.</summary>
    public static string Format(double? value) =>
        value switch
        {
            null => "-",
            >= 100 => value.Value.ToString("F0", CultureInfo.InvariantCulture),
            >= 10 => value.Value.ToString("F1", CultureInfo.InvariantCulture),
            >= 1 => value.Value.ToString("F2", CultureInfo.InvariantCulture),
            _ => value.Value.ToString("F3", CultureInfo.InvariantCulture),
        };
}
