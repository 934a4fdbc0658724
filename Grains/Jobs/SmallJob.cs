using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Decides which jobs are small. The submission and the lifecycle of a small job share one transaction.</summary>
/// <remarks>The grain of a small job also keeps its URLs until its visits have started, so that nobody reads them from the ledger.</remarks>
internal static class SmallJob
{
    /// <summary>Maximum number of images. More URLs, of up to 8 KiB each, would fill the memory when many jobs wait.</summary>
    private const int MaxImages = 100;

    public static bool Is(JobSubmission submission) => submission.Visits.Length <= MaxImages && submission.Images <= MaxImages;
}
