using RetailPulse.Jobs;

namespace RetailPulse.Web.Jobs;

/// <summary>Submits jobs to the cluster.</summary>
internal sealed class SubmissionCall(IGrainFactory grains, JobReferences references, ClusterCall cluster)
{
    /// <summary>
    /// A submission bears repetition: its job id is drawn once, and a second one of that id waits for the first and changes nothing. The largest
    /// takes some seconds to reach the disk, so one attempt has as many.
    /// </summary>
    private static readonly Patience Patience = new(Attempt: TimeSpan.FromSeconds(5), Whole: TimeSpan.FromSeconds(10));

    /// <summary>An id is there at once, or its silo is gone; then another is found in less than this.</summary>
    private static readonly Patience DrawPatience = new(Attempt: TimeSpan.FromSeconds(1), Whole: TimeSpan.FromSeconds(4));

    /// <summary>What became of the submission, if the cluster answers.</summary>
    /// <param name="key">A valid key, or <see langword="null"/> when the client sent none.</param>
    /// <param name="fingerprint">A digest of the body, when there is a key.</param>
    public Task<(bool Answered, SubmissionReceipt? Receipt)> SubmitAsync(JobSubmission submission, string? key, string? fingerprint) => key is null || fingerprint is null
        ? SubmitAsync(submission)
        : cluster.TryAsync(() => grains.GetGrain<IIdempotencyGrain>(key).SubmitAsync(fingerprint, submission), Patience);

    private async Task<(bool Answered, SubmissionReceipt? Receipt)> SubmitAsync(JobSubmission submission)
    {
        var (drawn, jobId) = await cluster.TryAsync(() => grains.GetGrain<IJobIdGrain>(0).NextAsync().AsTask(), DrawPatience);
        if (!drawn) return (false, null);
        var job = references.Job(jobId);
        return await cluster.TryAsync(
            async () =>
            {
                await job.SubmitAsync(submission);
                return new SubmissionReceipt(jobId, Replayed: false, Conflict: false);
            },
            Patience);
    }
}
