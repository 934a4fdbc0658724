using System.Globalization;

namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>The perimeters that were measured for the visits of one day, in pixels.</summary>
public sealed record PerimeterDay(DateOnly Date, int Images, long Least, long Median, long Most)
{
    /// <summary>Returns the days with measured images, in order. Images without a date are on no day.</summary>
    public static IReadOnlyList<PerimeterDay> Of(IEnumerable<ShownMeasurement> images) =>
        [
            .. images
                .Where(image => image.Date is not null)
                .GroupBy(image => image.Date!, image => image.Perimeter)
                .OrderBy(day => day.Key, StringComparer.Ordinal)
                .Select(day => From(DateOnly.ParseExact(day.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture), [.. day.Order()])),
        ];

    private static PerimeterDay From(DateOnly date, long[] sorted) =>
        new(date, sorted.Length, sorted[0], sorted[sorted.Length / 2], sorted[^1]);
}
