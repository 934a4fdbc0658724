using System.Globalization;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The id of an event: all failures up to a cursor have been told, no others, and perhaps that the job has ended.</summary>
/// <param name="EndedAt">Of the end alone, the instant of it; in ticks.</param>
internal readonly record struct EventId(FailureCursor Told, long? EndedAt = null)
{
    private const char Separator = '.';

    /// <summary>No commit has so great a number: an earlier version began its ids with the time of a failure, in ticks, which names no place. All is told anew.</summary>
    private static readonly long FirstTime = DateTime.UnixEpoch.Ticks;

    /// <summary>An id that a stream never wrote counts as none: then everything is told.</summary>
    public static EventId? Parse(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(Separator);
        if (parts.Length is not (4 or 5) || !TryRead(parts[0], DateTime.MaxValue.Ticks, out var commit)) return null;
        if (!TryRead(parts[1], int.MaxValue, out var visit) || !TryRead(parts[2], int.MaxValue, out var image) || !TryRead(parts[3], int.MaxValue, out var run)) return null;
        var ended = 0L;
        if (parts.Length == 5 && !TryRead(parts[4], DateTime.MaxValue.Ticks, out ended)) return null;
        var told = commit >= FirstTime ? FailureCursor.Start : new FailureCursor(commit, (int)visit - 1, (int)image - 1, (int)run - 1);
        return new EventId(told, parts.Length == 5 ? ended : null);
    }

    /// <summary>Numbers of places count from 1 here, so that the start of everything needs no sign.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Told.Commit}.{Told.Visit + 1}.{Told.Image + 1}.{Told.Run + 1}") +
        (EndedAt is { } ended ? string.Create(CultureInfo.InvariantCulture, $".{ended}") : "");

    private static bool TryRead(string text, long most, out long number) => Digits.TryParse(text, out number) && number <= most;
}
