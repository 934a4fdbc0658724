using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>The kinds of events.</summary>
[GenerateSerializer, Alias("job-event-kind")]
public enum JobEventKind
{
    Submitted = 0,
    Retried = 1,
    Ended = 2,
    ImageFailed = 3,
}

/// <summary>The position of an event among the events of all jobs, in the order in which they became visible.</summary>
/// <remarks>A reader that continues after a cursor misses nothing: no event with a lower cursor appears later.</remarks>
/// <param name="Origin">Server that numbered the commits. A cursor of another server means nothing.</param>
/// <param name="Commit">Number of the transaction that recorded the event.</param>
/// <param name="Visit">Number of the visit of a failed image; −1 for an event of a job.</param>
/// <param name="Run">Run of a failed image; 0 for an event of a job.</param>
[GenerateSerializer, Immutable, Alias("event-place")]
public readonly record struct EventCursor(
    [property: Id(0)] long Origin,
    [property: Id(1)] long Commit,
    [property: Id(2)] long JobId,
    [property: Id(3)] int Visit,
    [property: Id(4)] int Image,
    [property: Id(5)] int Run
)
{
    /// <summary>Order of the events of one server.</summary>
    public (long Commit, long JobId, int Visit, int Image, int Run) Order => (Commit, JobId, Visit, Image, Run);

    public static bool operator <(EventCursor one, EventCursor other) => one.Order.CompareTo(other.Order) < 0;

    public static bool operator >(EventCursor one, EventCursor other) => other < one;

    /// <summary>Returns the position of an event of a job. A transaction records at most one for each job.</summary>
    public static EventCursor OfJob(long origin, long commit, long jobId) => new(origin, commit, jobId, -1, 0, 0);

    /// <summary>Returns the position after everything that a transaction recorded.</summary>
    public static EventCursor After(long origin, long commit) =>
        new(origin, commit, long.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);
}

/// <summary>Something that happened to a job or one of its images.</summary>
/// <param name="Tenant">Tenant that owns the job.</param>
/// <param name="Run">Number of times that the job, or the failed image, had been retried.</param>
/// <param name="Visits">Number of visits of a submitted job.</param>
/// <param name="Images">Number of images of the job, or of those that are retried.</param>
/// <param name="Status">Status with which the job ended; <see langword="null"/> unless it did.</param>
/// <param name="Measured">Number of measured images of a job that ended.</param>
/// <param name="Failed">Number of failed images of a job that ended.</param>
/// <param name="Image">The image that failed; <see langword="null"/> for an event of a job.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given, and for the failure of an image.</param>
/// <param name="Metadata">Pairs that the client attached to the job; <see langword="null"/> under the same conditions.</param>
[GenerateSerializer, Immutable, Alias("job-event")]
public sealed record JobEvent(
    [property: Id(0)] EventCursor Cursor,
    [property: Id(1)] JobEventKind Kind,
    [property: Id(2)] string Tenant,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] int Run = 0,
    [property: Id(5)] int Visits = 0,
    [property: Id(6)] long Images = 0,
    [property: Id(7)] JobStatus? Status = null,
    [property: Id(8)] long Measured = 0,
    [property: Id(9)] long Failed = 0,
    [property: Id(10)] JobImage? Image = null,
    [property: Id(11)] string? Label = null,
    [property: Id(12)] JobMetadata? Metadata = null
)
{
    public long JobId => Cursor.JobId;
}

/// <summary>A page of events, ordered by cursor.</summary>
/// <param name="Next">Cursor after which the next page begins. It may be that of an event of another tenant.</param>
/// <param name="More">Whether more events may be visible already.</param>
/// <param name="Lost">
/// Whether the requested cursor does not belong to this ledger, for example after it was restored from a backup. Events may be missing before
/// <paramref name="Next"/>.
/// </param>
[GenerateSerializer, Immutable, Alias("job-event-page")]
public sealed record JobEventPage(
    [property: Id(0)] ImmutableArray<JobEvent> Events,
    [property: Id(1)] EventCursor Next,
    [property: Id(2)] bool More = false,
    [property: Id(3)] bool Lost = false
)
{
    /// <summary>
    /// Returns the cursor after which a client has nothing to read again. It names no event but those of this page, because the page may end
    /// with one that the client must not know of.
    /// </summary>
    /// <param name="known">Cursor that the client had before this page.</param>
    public EventCursor KnownAfter(EventCursor known)
    {
        if (Next.JobId == long.MaxValue)
            return Next;
        var settled = EventCursor.After(Next.Origin, Next.Commit - 1);
        var last = Events is [.., var wanted] ? wanted.Cursor : known;
        var latest = settled > last ? settled : last;
        return latest > known ? latest : known;
    }
}
