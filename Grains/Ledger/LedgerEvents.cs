using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>An event as the ledger has it.</summary>
/// <param name="Event">The event. The image of a failure is still missing.</param>
/// <param name="Failure">Result of the image that failed; <see langword="null"/> for an event of a job.</param>
internal readonly record struct LedgerEvent(JobEvent Event, RecordedResult? Failure = null)
{
    public EventCursor Cursor => Event.Cursor;

    public ImagePlace Place => new(Cursor.Visit, Cursor.Image);
}

/// <summary>An event that was read, and whether it is one of those that were asked for.</summary>
internal readonly record struct ExaminedEvent(LedgerEvent Found, bool Wanted)
{
    public EventCursor Cursor => Found.Cursor;
}

/// <summary>A page of events, ordered by cursor.</summary>
/// <param name="Next">Cursor after which the next page begins.</param>
/// <param name="More">Whether more events may be visible already.</param>
/// <param name="Lost">Whether the requested cursor does not belong to this ledger.</param>
internal sealed record LedgerEvents(IReadOnlyList<LedgerEvent> Events, EventCursor Next, bool More = false, bool Lost = false)
{
    /// <summary>
    /// Merges events of jobs and failures. Behind the last entry of a list that may go on, the other list says nothing about the order.
    /// </summary>
    /// <param name="after">Cursor after which both lists were read.</param>
    /// <param name="limit">Maximum length of each list.</param>
    public static LedgerEvents Merge(EventCursor after, IReadOnlyList<ExaminedEvent> jobs, IReadOnlyList<ExaminedEvent> failures, int limit)
    {
        IReadOnlyList<ExaminedEvent>[] cut = [.. new[] { jobs, failures }.Where(list => list.Count == limit)];
        ExaminedEvent[] merged =
        [
            .. jobs.Concat(failures)
                .Where(found => !Array.Exists(cut, list => found.Cursor > list[^1].Cursor))
                .OrderBy(found => found.Cursor.Order),
        ];
        return new LedgerEvents(
            [.. merged.Where(found => found.Wanted).Select(found => found.Found)],
            merged is [.., var last] ? last.Cursor : after,
            More: cut.Length > 0
        );
    }
}
