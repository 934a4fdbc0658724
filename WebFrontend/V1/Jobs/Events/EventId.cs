using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The id of an event. A client that sends it has all failures up to a cursor and no others.</summary>
/// <param name="Told">Cursor of the last failure that was sent.</param>
/// <param name="EndedAt">Time at which the job ended, in ticks, if the event is the end; otherwise <see langword="null"/>.</param>
internal readonly record struct EventId(FailureCursor Told, long? EndedAt = null)
{
    private const char Separator = '.';

    /// <summary>
    /// Commit numbers are lower than this. Ids of an earlier version begin with the time of a failure, in ticks, from which no position
    /// follows. The stream then starts from the beginning.
    /// </summary>
    private static readonly long FirstTime = DateTime.UnixEpoch.Ticks;

    /// <summary>Maximum of each number. Only the id of an end has the last one.</summary>
    private static readonly long[] Maxima = [DateTime.MaxValue.Ticks, int.MaxValue, int.MaxValue, int.MaxValue, DateTime.MaxValue.Ticks];

    /// <summary>Returns <see langword="null"/> for an id that a stream never wrote. The stream then starts from the beginning.</summary>
    public static EventId? Parse(string? text)
    {
        if (text is null)
            return null;
        var isEnd = text.Count(Separator) == Maxima.Length - 1;
        if (
            !NumberText.TrySplit(text, Separator, out var read, isEnd ? Maxima : Maxima[..^1])
            || read is not [{ } commit, { } visit, { } image, { } run, .. var rest]
        )
            return null;
        if (rest is [null])
            return null;
        var told = commit >= FirstTime ? FailureCursor.Start : new FailureCursor(commit, (int)visit - 1, (int)image - 1, (int)run - 1);
        return new EventId(told, rest is [{ } ended] ? ended : null);
    }

    /// <summary>Visits, images, and runs count from 1 here, so that the start needs no sign.</summary>
    public override string ToString() =>
        NumberText.Join(
            Separator,
            [Told.Commit, Told.Visit + 1, Told.Image + 1, Told.Run + 1, .. EndedAt is { } ended ? (long?[])[ended] : []]
        );
}
