using System.Globalization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Text that consists of whole numbers with a separator, such as <c>4/0/2</c>.</summary>
internal static class NumberText
{
    /// <summary>Joins numbers. A missing number is empty.</summary>
    public static string Join(char separator, params IEnumerable<long?> numbers) =>
        string.Join(separator, numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads as many numbers as there are maxima. Returns <see langword="false"/> if the text consists of anything else.</summary>
    /// <param name="numbers">The numbers, each from 0 to its maximum; <see langword="null"/> for an empty one.</param>
    public static bool TrySplit(string text, char separator, out long?[] numbers, params ReadOnlySpan<long> maxima)
    {
        var parts = text.Split(separator);
        numbers = new long?[parts.Length];
        if (parts.Length != maxima.Length)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0)
                continue;
            if (!Digits.TryParse(parts[i], out long number) || number > maxima[i])
                return false;
            numbers[i] = number;
        }

        return true;
    }
}
