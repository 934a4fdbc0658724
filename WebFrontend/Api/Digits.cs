using System.Globalization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Whole numbers in text that clients send.</summary>
internal static class Digits
{
    /// <summary>Reads <c>0</c> to <c>9</c> and nothing else: the framework's parsers also take NULs after the digits.</summary>
    public static bool TryParse(string? text, out long number)
    {
        number = 0;
        return text is not null && text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>As the other, up to <see cref="int.MaxValue"/>.</summary>
    public static bool TryParse(string? text, out int number)
    {
        var read = TryParse(text, out long value) && value <= int.MaxValue;
        number = read ? (int)value : 0;
        return read;
    }
}
