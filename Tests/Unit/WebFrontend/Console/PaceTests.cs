using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

/// <summary>The pace of the last minutes and hours.</summary>
public sealed class PaceTests
{
    private static readonly DateTime Now = new(2026, 5, 4, 12, 30, 40, DateTimeKind.Utc);

    [Fact]
    public void Minutes_that_are_missing_count_as_none()
    {
        ShownPoint[] points = [At(0, 900), At(-14, 900), At(-15, 86_400 - 1_800)];
        Assert.Equal(new Pace(2, 1), Pace.Of(points, Now));
        Assert.Equal(new Pace(0, 0), Pace.Of([], Now));
    }

    [Fact]
    public void Only_a_day_counts() => Assert.Equal(new Pace(0, 1), Pace.Of([At(-1_439, 86_400), At(-1_440, 86_400)], Now));

    private static ShownPoint At(int minutes, long images) =>
        new(new DateTime(2026, 5, 4, 12, 30, 0, DateTimeKind.Utc).AddMinutes(minutes), images, 0);
}
