using System.Globalization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Parses whole numbers in text that clients send.</summary>
internal static class Digits
{
    /// <summary>Accepts only <c>0</c> to <c>9</c>. The framework's parsers also accept NULs after the digits.</summary>
    public static bool TryParse(string? text, out long number)
    {
        number = 0;
        return text is not null
            && text.All(char.IsAsciiDigit)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Parses a number as above, up to <see cref="int.MaxValue"/>.</summary>
    public static bool TryParse(string? text, out int number)
    {
        var read = TryParse(text, out long value) && value <= int.MaxValue;
        number = read ? (int)value : 0;
        return read;
    }
}
