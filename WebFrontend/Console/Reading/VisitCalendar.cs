namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>The days of a month with visits.</summary>
/// <param name="First">First day of the month.</param>
/// <param name="Days">Days with visits.</param>
public sealed record CalendarMonth(DateOnly First, IReadOnlyDictionary<int, CalendarDay> Days)
{
    /// <summary>Weeks from Monday to Sunday; 0 for days of other months.</summary>
    public IEnumerable<int[]> Weeks
    {
        get
        {
            var before = ((int)First.DayOfWeek + 6) % 7;
            return Enumerable
                .Repeat(0, before)
                .Concat(Enumerable.Range(1, DateTime.DaysInMonth(First.Year, First.Month)))
                .Chunk(7)
                .Select(week => (int[])[.. week, .. Enumerable.Repeat(0, 7 - week.Length)]);
        }
    }

    /// <summary>Returns the newest months with visits, in order. Visits whose time is not a date are in no month.</summary>
    /// <param name="visits">Visits of a store.</param>
    /// <param name="months">Maximum number of months.</param>
    public static IReadOnlyList<CalendarMonth> Of(IEnumerable<ShownVisit> visits, int months) =>
        [
            .. visits
                .Where(visit => visit.Date is not null)
                .GroupBy(visit => new DateOnly(visit.Date!.Value.Year, visit.Date.Value.Month, 1))
                .OrderByDescending(month => month.Key)
                .Take(months)
                .Reverse()
                .Select(month => new CalendarMonth(
                    month.Key,
                    month.GroupBy(visit => visit.Date!.Value.Day).ToDictionary(day => day.Key, day => CalendarDay.Of([.. day]))
                )),
        ];
}

/// <summary>The visits of one day.</summary>
/// <param name="JobId">Job of the newest of these visits.</param>
/// <param name="Visit">Number of this visit within its job.</param>
public sealed record CalendarDay(int Visits, long Images, long Failed, long JobId, int Visit)
{
    internal static CalendarDay Of(IReadOnlyList<ShownVisit> visits) =>
        new(visits.Count, visits.Sum(visit => visit.Images), visits.Sum(visit => visit.Failed), visits[0].JobId, visits[0].Visit);
}
