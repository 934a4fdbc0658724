using RetailPulse.Cluster;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Cluster;

/// <summary>The results of all servers over time.</summary>
/// <param name="Per">Unit of time of each point.</param>
/// <param name="Points">Minutes or hours with results, in order. The current minute follows when it is over.</param>
internal sealed record ThroughputResponse(
    [property: OneOf(ClosedLists.ThroughputUnit)] string Per,
    IReadOnlyList<ThroughputPointResponse> Points
)
{
    public static ThroughputResponse From(ThroughputUnit unit, IEnumerable<ThroughputPoint> points) =>
        new(unit.Code(), [.. points.Select(point => new ThroughputPointResponse(point.At.UtcDateTime, point.Images, point.Failed))]);
}

/// <summary>The results of one minute or hour.</summary>
/// <param name="At">Beginning of the minute or hour.</param>
/// <param name="Images">Number of images that were tried and got a result.</param>
/// <param name="Failed">Number of those that failed.</param>
internal sealed record ThroughputPointResponse(DateTime At, long Images, long Failed);
