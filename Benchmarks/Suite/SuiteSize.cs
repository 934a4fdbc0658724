using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>How much the suite does.</summary>
/// <param name="Silos">Number of silos of the large deployment.</param>
/// <param name="Slots">Images in flight in each contender, in all its silos.</param>
/// <param name="Visits">Number of visits of the jobs that are compared with the bare loop.</param>
/// <param name="Images">Number of images of each of those visits.</param>
/// <param name="WarmUp">Images of an earlier job in the same processes, which does not count.</param>
/// <param name="CrowdJobs">Number of jobs of 10 visits of two images at once.</param>
/// <param name="TinyJobs">Number of jobs of two images at once.</param>
/// <param name="Submissions">Jobs whose <c>201</c> is timed.</param>
/// <param name="SubmittedImages">Number of images of each of them.</param>
/// <param name="SmallJob">Images of a job whose memory that of one a hundred times as large is compared with.</param>
/// <param name="IdleJobs">Jobs of one image while there is nothing else.</param>
/// <param name="AlongsideJobs">Number of jobs of one image during a large one, which must last as long.</param>
/// <param name="LargeJob">Images of that large job.</param>
/// <param name="HealthyJob">Images of a job of a healthy host.</param>
/// <param name="TroubledJob">Images of the job alongside, whose host has a trouble.</param>
/// <param name="Reading">Duration of reading a job's status.</param>
/// <param name="SlotsPerSilo">Where the sleep, not the machine, is the bound.</param>
/// <param name="ImagesPerSilo">Number of images per silo in that measurement.</param>
internal sealed record SuiteSize(
    bool Quick,
    int Silos,
    int Slots,
    int Visits,
    int Images,
    int WarmUp,
    int CrowdJobs,
    int TinyJobs,
    int Submissions,
    int SubmittedImages,
    int SmallJob,
    int IdleJobs,
    int AlongsideJobs,
    int LargeJob,
    int HealthyJob,
    int TroubledJob,
    TimeSpan Reading,
    int SlotsPerSilo,
    int ImagesPerSilo
)
{
    /// <summary>What the promises are about.</summary>
    public static readonly SuiteSize Full = new(
        Quick: false,
        Silos: 4,
        Slots: 1024,
        Visits: 1000,
        Images: 10,
        WarmUp: 30_000,
        CrowdJobs: 100,
        TinyJobs: 10_000,
        Submissions: 30,
        SubmittedImages: 10_000,
        SmallJob: 10_000,
        IdleJobs: 50,
        AlongsideJobs: 30,
        LargeJob: 100_000,
        HealthyJob: 10_000,
        TroubledJob: 20_000,
        TimeSpan.FromSeconds(5),
        SlotsPerSilo: 64,
        ImagesPerSilo: 4000
    );

    /// <summary>Enough to see that everything works; the figures mean nothing.</summary>
    public static readonly SuiteSize Smoke = new(
        Quick: true,
        Silos: 2,
        Slots: 64,
        Visits: 20,
        Images: 5,
        WarmUp: 0,
        CrowdJobs: 5,
        TinyJobs: 20,
        Submissions: 2,
        SubmittedImages: 100,
        SmallJob: 20,
        IdleJobs: 2,
        AlongsideJobs: 2,
        LargeJob: 8000,
        HealthyJob: 100,
        TroubledJob: 2000,
        TimeSpan.FromSeconds(1),
        SlotsPerSilo: 16,
        ImagesPerSilo: 200
    );

    /// <summary>6,500 to 19,500 bytes.</summary>
    public static readonly ImageSizes SmallFiles = new(13_000, Spread: 0.5);

    public static readonly SleepRange NoSleep = SleepRange.Exactly(TimeSpan.Zero);

    /// <summary>Measurements at a time.</summary>
    public int AtOnce => Quick ? 3 : 1;

    public ImageSizes Photographs => new(Quick ? 20_000 : 370_000, Spread: 0.5);
}
