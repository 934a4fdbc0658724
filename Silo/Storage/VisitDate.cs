using System.Globalization;

namespace RetailPulse.Silo.Storage;

/// <summary>Parses visit times. A visit's time is any text; if it is a date, it can be searched as one.</summary>
internal static class VisitDate
{
    public static DateTimeOffset? Find(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
