namespace RetailPulse.Visits;

/// <summary>The progress of a visit. Counts are cumulative and are recorded in the ledger before they are reported.</summary>
/// <param name="Visit">The visit's number within its job, from 0.</param>
/// <param name="Images">Number of images of the visit.</param>
/// <param name="Waiting">
/// Number of images without a result that wait and leave their share of the job's window to others; not cumulative.
/// </param>
/// <param name="Waits">
/// What the images in progress wait for; not cumulative. <see langword="null"/> if none waits, and from a silo of an earlier version.
/// </param>
/// <param name="NotBegun">Number of images that the visit has not begun; not cumulative.</param>
[GenerateSerializer, Immutable, Alias("visit-report")]
public sealed record VisitReport(
    [property: Id(0)] int Visit,
    [property: Id(1)] int Images,
    [property: Id(2)] int Measured,
    [property: Id(3)] int Failed,
    [property: Id(4)] int Waiting = 0,
    [property: Id(5)] ImageWaits? Waits = null,
    [property: Id(6)] int NotBegun = 0
)
{
    /// <summary>Whether every image of the visit has a result.</summary>
    public bool Finished => Measured + Failed == Images;
}
