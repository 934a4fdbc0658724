using System.Globalization;

namespace RetailPulse.Web.Jobs;

/// <summary>A job's id, as clients write it.</summary>
internal static class JobId
{
    /// <summary>Digits only: an id as it was answered, not whatever else may be read as that number.</summary>
    public static bool TryParse(string? text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0 && text![0] != '0';
}
