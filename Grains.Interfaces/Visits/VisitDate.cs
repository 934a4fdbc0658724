using System.Globalization;

namespace RetailPulse.Visits;

/// <summary>Parses the text of a visit's time if it is an ISO 8601 date.</summary>
/// <remarks>
/// Any other text is not a date: <c>11/10/2026</c> is October to one person and November to another. Based on ISO 8601-1:2019. A calendar
/// date, extended or basic (<c>2026-11-01</c>, <c>20261101</c>), may be followed by <c>T</c> and a time of day in hours, minutes or seconds
/// with any fraction (<c>09:30</c>, <c>093000.5</c>, <c>24:00</c>), and then by <c>Z</c> or an offset of at most 14 hours (<c>+05:30</c>,
/// <c>+0530</c>, <c>+05</c>). As in RFC 3339, a space may replace <c>T</c>, and letters may be lower case. Without an offset, the time is
/// UTC. Extended and basic parts may be combined. Week dates, ordinal dates, and dates without a day are not accepted.
/// </remarks>
public static class VisitDate
{
    private const int DateLength = 8;

    /// <summary>Returns the time in UTC; <see langword="null"/> if the text is not such a date.</summary>
    public static DateTimeOffset? Find(string time)
    {
        var rest = time.AsSpan().Trim();
        if (!TryTakeDate(ref rest, out var ticks))
            return null;
        if (rest.IsEmpty)
            return At(ticks);
        if (rest[0] is not ('T' or 't' or ' '))
            return null;
        rest = rest[1..];
        if (!TryTakeTime(ref rest, out var ofDay) || !TryTakeOffset(rest, out var offset))
            return null;
        return At(ticks + ofDay - offset);
    }

    private static DateTimeOffset? At(long ticks) =>
        ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static bool TryTakeDate(ref ReadOnlySpan<char> rest, out long ticks)
    {
        var extended = rest.Length > 4 && rest[4] == '-';
        var length = extended ? DateLength + 2 : DateLength;
        var text = rest[..Math.Min(length, rest.Length)];
        var found = DateOnly.TryParseExact(
            text,
            extended ? "yyyy-MM-dd" : "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        );
        ticks = date.ToDateTime(TimeOnly.MinValue).Ticks;
        if (found)
            rest = rest[length..];
        return found;
    }

    /// <summary>
    /// Parses hours, minutes and seconds, with or without colons. Only seconds may have a fraction, because <c>09.30</c> usually means half
    /// past nine.
    /// </summary>
    private static bool TryTakeTime(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (!TryTakePair(ref rest, 24, out var hours))
            return false;
        var (minutes, seconds, fraction) = (0, 0, 0L);
        var colons = rest is [':', ..];
        if (Continues(rest, colons))
        {
            if (!TryTakePair(ref rest, 59, out minutes, colons))
                return false;
            if (Continues(rest, colons) && (!TryTakePair(ref rest, 59, out seconds, colons) || !TryTakeFraction(ref rest, out fraction)))
                return false;
        }

        ticks = new TimeSpan(hours, minutes, seconds).Ticks + fraction;
        return ticks <= TimeSpan.TicksPerDay;
    }

    private static bool Continues(ReadOnlySpan<char> rest, bool colons) =>
        rest is [var next, ..] && (colons ? next == ':' : char.IsAsciiDigit(next));

    private static bool TryTakePair(ref ReadOnlySpan<char> rest, int most, out int number, bool colon = false)
    {
        number = 0;
        var digits = colon ? rest[1..] : rest;
        if (digits.Length < 2 || !char.IsAsciiDigit(digits[0]) || !char.IsAsciiDigit(digits[1]))
            return false;
        number = (10 * (digits[0] - '0')) + digits[1] - '0';
        rest = digits[2..];
        return number <= most;
    }

    /// <summary>Parses a fraction. Digits beyond 100 ns are dropped.</summary>
    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is not ['.' or ',', ..])
            return true;
        rest = rest[1..];
        var count = 0;
        for (var unit = TimeSpan.TicksPerSecond / 10; count < rest.Length && char.IsAsciiDigit(rest[count]); unit /= 10)
            ticks += unit * (rest[count++] - '0');
        rest = rest[count..];
        return count > 0;
    }

    private static bool TryTakeOffset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is [] or ['Z'] or ['z'])
            return true;
        if (rest[0] is not ('+' or '-' or '\u2212'))
            return false;
        var sign = rest[0] == '+' ? 1 : -1;
        rest = rest[1..];
        if (!TryTakePair(ref rest, 14, out var hours))
            return false;
        var minutes = 0;
        var colon = rest is [':', ..];
        if (Continues(rest, colon) && !TryTakePair(ref rest, 59, out minutes, colon))
            return false;
        ticks = sign * new TimeSpan(hours, minutes, 0).Ticks;
        return rest.IsEmpty && (hours < 14 || minutes == 0);
    }
}
