using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

/// <summary>The calendar and the perimeters of a store.</summary>
public sealed class StoreHistoryTests
{
    [Fact]
    public void A_calendar_has_the_newest_months_with_visits()
    {
        var months = CalendarMonth.Of(
            [
                Visit("2026-05-04", job: 3, failed: 1),
                Visit("2026-05-04", job: 2),
                Visit("2026-03-31", job: 1),
                Visit("2026-01-01", job: 0),
                Visit(null, job: 9),
            ],
            months: 2
        );
        Assert.Equal([new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 1)], months.Select(month => month.First));
        Assert.Equal(new CalendarDay(2, 8, 1, 3, 0), months[1].Days[4]);
        Assert.Equal([31], months[0].Days.Keys);
    }

    [Theory]
    [InlineData("2026-02-01", 28)]
    [InlineData("2024-02-01", 29)]
    [InlineData("2026-06-01", 30)]
    [InlineData("2026-05-01", 31)]
    public void A_month_has_all_of_its_days_in_whole_weeks(string first, int days)
    {
        var month = new CalendarMonth(
            DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture),
            new Dictionary<int, CalendarDay>()
        );
        Assert.All(month.Weeks, week => Assert.Equal(7, week.Length));
        Assert.Equal(Enumerable.Range(1, days), month.Weeks.SelectMany(week => week).Where(day => day > 0));
        var start = month.Weeks.First().IndexOf(1);
        Assert.Equal(((int)month.First.DayOfWeek + 6) % 7, start);
    }

    [Fact]
    public void Perimeters_are_summarized_by_day()
    {
        ShownMeasurement[] images =
        [
            new("2026-05-05", 100),
            new("2026-05-04", 30),
            new("2026-05-04", 10),
            new("2026-05-04", 20),
            new(null, 5),
        ];
        Assert.Equal(
            [new PerimeterDay(new DateOnly(2026, 5, 4), 3, 10, 20, 30), new PerimeterDay(new DateOnly(2026, 5, 5), 1, 100, 100, 100)],
            PerimeterDay.Of(images)
        );
    }

    [Fact]
    public void Tenants_are_those_of_the_keys_with_their_quotas()
    {
        var tenants = ShownTenant.Of([
            Setting("RetailPulse:Api:Keys:0:Name", "back office"),
            Setting("RetailPulse:Api:Keys:0:Role", "admin"),
            Setting("RetailPulse:Api:Keys:0:Sha256", null),
            Setting("RetailPulse:Api:Keys:0:Tenant", "zeta"),
            Setting("RetailPulse:Api:Keys:1:Name", "one"),
            Setting("RetailPulse:Api:Keys:1:Role", "read"),
            Setting("RetailPulse:Api:Keys:1:Tenant", "acme"),
            Setting("RetailPulse:Api:Keys:2:Name", "two"),
            Setting("RetailPulse:Api:Keys:2:Role", "submit"),
            Setting("RetailPulse:Api:Keys:2:Tenant", "acme"),
            Setting("RetailPulse:Api:MaxJobs", "10"),
            Setting("RetailPulse:Api:Tenants:acme:MaxJobs", "20"),
        ]);
        Assert.Equal(["acme", "zeta"], tenants.Select(tenant => tenant.Name));
        Assert.Equal(["one (read)", "two (submit)"], tenants[0].Keys);
        Assert.Equal(("20", null, "10"), (tenants[0].MaxJobs, tenants[0].MaxImages, tenants[1].MaxJobs));
        Assert.Empty(ShownTenant.Of([]));
    }

    private static ShownSetting Setting(string name, string? value) => new(name, value, "file", null, value is null);

    private static ShownVisit Visit(string? date, long job, int failed = 0) =>
        new(
            job,
            0,
            date ?? "yesterday",
            date is null ? null : DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture),
            4,
            4 - failed,
            failed,
            []
        );
}
