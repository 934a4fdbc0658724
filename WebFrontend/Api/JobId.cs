namespace RetailPulse.WebFrontend.Api;

/// <summary>A job's id, as clients write it.</summary>
internal static class JobId
{
    /// <summary>Digits only: an id as it was answered, not whatever else may be read as that number.</summary>
    public static bool TryParse(string? text, out long id) =>
        Digits.TryParse(text, out id) && id > 0 && text![0] != '0';
}
