namespace RetailPulse.WebFrontend.Api;

/// <summary>Parses job ids.</summary>
internal static class JobId
{
    /// <summary>Accepts only the form in which ids are returned: digits without leading zeros.</summary>
    public static bool TryParse(string? text, out long id) => Digits.TryParse(text, out id) && id > 0 && text![0] != '0';
}
