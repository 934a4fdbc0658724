using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>The id of an event of a tenant: its cursor. A client that sends it has all events up to it that can be resent.</summary>
internal static class EventPosition
{
    private const char Separator = '.';

    /// <summary>Maximum of each number. Visits count from 1 here, so that an event of a job needs no sign.</summary>
    private static readonly long[] Maxima =
    [
        long.MaxValue,
        long.MaxValue,
        long.MaxValue,
        (long)int.MaxValue + 1,
        int.MaxValue,
        int.MaxValue,
    ];

    /// <summary>Returns <see langword="null"/> for an id that a stream never wrote.</summary>
    public static EventCursor? Parse(string text) =>
        NumberText.TrySplit(text, Separator, out var read, Maxima)
        && read is [{ } origin, { } commit, { } job, { } visit, { } image, { } run]
            ? new EventCursor(origin, commit, job, (int)(visit - 1), (int)image, (int)run)
            : null;

    public static string Format(EventCursor cursor) =>
        NumberText.Join(Separator, cursor.Origin, cursor.Commit, cursor.JobId, cursor.Visit + 1L, cursor.Image, cursor.Run);
}
