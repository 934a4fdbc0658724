namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>The days of a store whose measured images are drawn, the last included.</summary>
public sealed record DrawnDays(DateOnly First, DateOnly Last)
{
    /// <summary>Maximum number of images of these days, all of which are read to draw one line.</summary>
    internal const int MaxImages = 5_000;

    /// <summary>Returns the newest days that have at most <see cref="MaxImages"/> images together; <see langword="null"/> if there are none.</summary>
    /// <param name="visits">Newest visits of a store. Those without a date are on no day.</param>
    /// <param name="whole">Whether these are all its visits. Otherwise, the oldest day may have further ones.</param>
    public static DrawnDays? Of(IEnumerable<ShownVisit> visits, bool whole)
    {
        var days = visits
            .Where(visit => visit.Date is not null)
            .GroupBy(visit => DateOnly.FromDateTime(visit.Date!.Value), visit => visit.Images)
            .OrderByDescending(day => day.Key)
            .ToList();
        var images = 0L;
        var drawn = (whole ? days : days.SkipLast(1)).TakeWhile(day => (images += day.Sum(count => (long)count)) <= MaxImages).ToList();
        return drawn is [var last, ..] ? new DrawnDays(drawn[^1].Key, last.Key) : null;
    }
}
