using System.Globalization;

namespace RetailPulse.Silo.Storage;

/// <summary>A visit's time is any text; one that is a date can also be searched as such.</summary>
internal static class VisitDate
{
    public static DateTimeOffset? Find(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
