using System.Globalization;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Reads headers of responses strictly, where the HTTP handler is lenient.</summary>
internal static class Framing
{
    /// <summary>Returns whether the end of the body is unambiguous (RFC 9112, section 6.3).</summary>
    /// <param name="length">
    /// Length of the body in bytes. The header may be repeated with the same value. <see langword="null"/> if the body ends with its last
    /// chunk, which takes precedence, or with its connection.
    /// </param>
    public static bool TryReadLength(HttpResponseMessage response, out long? length)
    {
        length = null;
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var fields))
            return true;
        if (response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var codings))
            return codings.Count == 1 && codings.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase);

        foreach (var text in fields.SelectMany(field => field.Split(',', StringSplitOptions.TrimEntries)))
        {
            // The parser would accept NUL characters after the digits.
            if (
                !text.All(char.IsAsciiDigit)
                || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                || given != (length ?? given)
            )
                return false;
            length = given;
        }

        return true;
    }

    /// <summary>Returns the <c>Location</c> header, unchanged; <see langword="null"/> if there is none, or several that differ.</summary>
    public static string? Location(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var locations) && locations.Distinct(StringComparer.Ordinal).Count() == 1
            ? locations.First()
            : null;
}
