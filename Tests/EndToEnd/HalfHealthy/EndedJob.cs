using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>A job after its end, with the results of its images.</summary>
internal sealed record EndedJob(Job Job, IReadOnlyList<JobImage> Images)
{
    /// <summary>Returns the images whose URL has <paramref name="path"/> as its first segment.</summary>
    public EndedJob Under(string path) =>
        this with
        {
            Images = [.. Images.Where(image => new Uri(image.Url).AbsolutePath.StartsWith($"/{path}/", StringComparison.Ordinal))],
        };

    /// <summary>Asserts the number of images, and that all were measured.</summary>
    /// <param name="within">Time from the submission to the last result.</param>
    public void AllMeasured(int count, TimeSpan? within = null)
    {
        Holds(image => image.Status == ImageStatus.Measured, count, "measured");
        var took = Images.Max(image => image.FinishedAt)!.Value - Job.SubmittedAt;
        Assert.True(within is null || took < within, $"The last of {count} images was measured after {took}.");
    }

    /// <summary>
    /// Asserts the number of images, and that all failed for <paramref name="reason"/> after <paramref name="attempts"/> attempts.
    /// </summary>
    public void AllFailed(int count, string reason, int attempts) =>
        Holds(image => image.Reason == reason && image.Attempts == attempts, count, $"{reason} after {attempts} attempts");

    /// <summary>
    /// Asserts the number of images, and that all timed out. Images that only time out may have fewer attempts than others.
    /// </summary>
    public void AllTimedOut(int count) =>
        Holds(image => image is { Reason: "timeout", Attempts: >= 1 }, count, "timeout after at least one attempt");

    /// <summary>Asserts the number of images, and that <paramref name="outcome"/> holds for all.</summary>
    public void Holds(Func<JobImage, bool> outcome, int count, string expected) =>
        Assert.True(Images.Count == count && Images.All(outcome), $"Expected {count} × {expected}, found {Describe()}.");

    private string Describe() =>
        string.Join(
            ", ",
            Images
                .GroupBy(image => (Outcome: image.Reason ?? image.Status, image.Attempts))
                .OrderByDescending(group => group.Count())
                .Select(group => $"{group.Count()} × {group.Key.Outcome} after {group.Key.Attempts} attempts")
        );
}
