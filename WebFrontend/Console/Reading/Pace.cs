namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>How many images got a result per second, on average.</summary>
/// <param name="Recent">Average of the last 15 minutes.</param>
/// <param name="Day">Average of the last 24 hours.</param>
public sealed record Pace(double Recent, double Day)
{
    private static readonly TimeSpan RecentTime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan DayTime = TimeSpan.FromDays(1);

    /// <param name="points">Results per minute, the current one included. Minutes without results may be missing.</param>
    /// <param name="now">Current time, in UTC.</param>
    public static Pace Of(IReadOnlyList<ShownPoint> points, DateTime now)
    {
        return new Pace(Average(RecentTime), Average(DayTime));

        double Average(TimeSpan time) => points.Where(point => point.At > now - time).Sum(point => point.Images) / time.TotalSeconds;
    }
}
