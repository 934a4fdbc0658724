using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

/// <summary>Which days of a store are drawn.</summary>
public sealed class DrawnDaysTests
{
    [Fact]
    public void All_days_are_drawn_if_they_have_few_images() =>
        Assert.Equal(new DrawnDays(Day(1), Day(3)), DrawnDays.Of([Visit(3, 10), Visit(3, 5), Visit(1, 2), Undated], whole: true));

    [Fact]
    public void Days_are_drawn_as_a_whole_until_they_have_too_many_images()
    {
        ShownVisit[] visits = [Visit(4, 2_000), Visit(3, 2_000), Visit(2, 1_001), Visit(1, 1)];
        Assert.Equal(new DrawnDays(Day(3), Day(4)), DrawnDays.Of(visits, whole: true));
        Assert.Null(DrawnDays.Of([Visit(4, DrawnDays.MaxImages + 1), Visit(3, 1)], whole: true));
        Assert.Null(DrawnDays.Of([Visit(4, int.MaxValue), Visit(4, int.MaxValue)], whole: true));
    }

    [Fact]
    public void The_oldest_day_is_not_drawn_if_further_visits_may_belong_to_it()
    {
        Assert.Equal(new DrawnDays(Day(2), Day(3)), DrawnDays.Of([Visit(3, 1), Visit(2, 1), Visit(1, 1)], whole: false));
        Assert.Null(DrawnDays.Of([Visit(3, 1), Visit(3, 1)], whole: false));
    }

    [Fact]
    public void Without_dates_there_is_nothing_to_draw() => Assert.Null(DrawnDays.Of([Undated], whole: true));

    private static ShownVisit Undated => new(1, 0, "yesterday", null, 5, 5, 0, []);

    private static DateOnly Day(int day) => new(2026, 5, day);

    private static ShownVisit Visit(int day, int images) =>
        new(1, 0, "", Day(day).ToDateTime(new TimeOnly(9, 30), DateTimeKind.Utc), images, images, 0, []);
}
