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
        if (TransferCodings(response) is { Count: > 0 } codings)
            return codings is ["chunked"];

        foreach (var field in fields)
        {
            foreach (var part in field.AsSpan().Split(','))
            {
                if (!TryReadDigits(field.AsSpan(part).Trim(), out var given) || given != (length ?? given))
                    return false;
                length = given;
            }
        }

        return true;
    }

    /// <summary>Returns the transfer codings, each once. Old servers name the absence of any <c>identity</c> (RFC 2616, section 3.6).</summary>
    private static List<string> TransferCodings(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var fields)
            ?
            [
                .. fields
                    .SelectMany(field => field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    .Select(coding => coding.ToLowerInvariant())
                    .Where(coding => coding != "identity")
                    .Distinct(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>Reads a number of digits and nothing else. The parser by itself would accept NUL characters after the digits.</summary>
    private static bool TryReadDigits(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return !text.ContainsAnyExceptInRange('0', '9') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Returns the <c>Location</c> header, unchanged; <see langword="null"/> if there is none, or several that differ.</summary>
    public static string? Location(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var locations) && locations.Distinct(StringComparer.Ordinal).Count() == 1
            ? locations.First()
            : null;
}
