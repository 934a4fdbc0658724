using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

/// <summary>A job as front ends see it, which counts how often they look.</summary>
internal sealed class FakeJob : IJobSource
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly Lock gate = new();
    private readonly List<FailedImage> failures = [];
    private int reads;
    private int failureReads;
    private JobStatus status;

    public int Reads => Volatile.Read(ref reads);

    public int FailureReads => Volatile.Read(ref failureReads);

    public bool Reachable { get; set; } = true;

    /// <summary>Failures of later commits are seen, but not told.</summary>
    public long HeldBackFrom { get; set; } = long.MaxValue;

    public void Fail(int image, long commit)
    {
        var result = new RecordedResult(ImageOutcome.Failed(ImageReason.Dns), 1, [], Noon);
        lock (gate)
            failures.Add(
                new FailedImage(
                    new JobImage(new ImagePlace(0, image), "S1", "t", "http://x/", result),
                    new FailureCursor(commit, 0, image, 0)
                )
            );
    }

    public void End() => status = JobStatus.Failed;

    public Task<JobDetail?> ReadAsync(long jobId)
    {
        Interlocked.Increment(ref reads);
        lock (gate)
        {
            var job = new JobDetail(
                status,
                new JobCounts(100_000, 0, 0, failures.Count),
                1,
                Noon,
                status == JobStatus.Ongoing ? null : Noon.AddHours(1),
                null
            );
            return Reachable ? Task.FromResult<JobDetail?>(job) : Task.FromException<JobDetail?>(Unavailable());
        }
    }

    public Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after)
    {
        Interlocked.Increment(ref failureReads);
        lock (gate)
        {
            FailedImage[] found =
            [
                .. failures
                    .Where(failure => failure.Cursor > after)
                    .OrderBy(failure => failure.Cursor.Commit)
                    .ThenBy(failure => failure.Cursor.Image)
                    .Take(IJobSource.Page),
            ];
            FailedImage[] settled = [.. found.TakeWhile(failure => failure.Cursor.Commit < HeldBackFrom)];
            return Reachable
                ? Task.FromResult(new FailedImagePage([.. settled], settled.Length < found.Length))
                : Task.FromException<FailedImagePage>(Unavailable());
        }
    }

    private static ClusterUnavailableException Unavailable() => new(new TimeoutException());
}
