namespace RetailPulse.Visits;

/// <summary>How far a visit is. Counts are cumulative and recorded in the ledger before they are reported.</summary>
/// <param name="Visit">The visit's number within its job, from 0.</param>
/// <param name="Images">All images of the visit.</param>
/// <param name="Waiting">Of those without a result, how many wait and leave their place in the job's window to others; not cumulative.</param>
/// <param name="Waits">What the images in progress wait for; not cumulative. <see langword="null"/> when none waits, and from a silo of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("visit-report")]
public sealed record VisitReport(
    [property: Id(0)] int Visit,
    [property: Id(1)] int Images,
    [property: Id(2)] int Measured,
    [property: Id(3)] int Failed,
    [property: Id(4)] int Waiting = 0,
    [property: Id(5)] ImageWaits? Waits = null)
{
    /// <summary>Every image of the visit has its result.</summary>
    public bool Finished => Measured + Failed == Images;
}
