using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>What several steps do.</summary>
internal static class Working
{
    public static Submission Of(params IEnumerable<(string Store, string[] Urls)> visits) =>
        new([.. visits.Select(visit => new VisitToMeasure(visit.Store, [.. visit.Urls], "2026-05-04T09:30:00Z"))]);

    public static async Task<long> SubmitAsync(this RetailPulseClient client, params IEnumerable<(string Store, string[] Urls)> visits) =>
        (await client.Jobs.SubmitAsync(Of(visits))).Id;

    public static async Task<Job> EndAsync(this RetailPulseClient client, long id, string status)
    {
        var job = await client.Jobs.WaitForEndAsync(id);
        Assert.Equal((id, status), (job.Id, job.Status));
        return job;
    }

    /// <summary>
    /// The detail of a job that has ended, once all of its repeated photos are known. Directly after the end, or after a start, they may
    /// not be.
    /// </summary>
    public static async Task<Job> GetWholeAsync(this RetailPulseClient client, long id)
    {
        Job job = null!;
        await Eventually.TrueAsync(
            async () => (job = await client.Jobs.GetAsync(id)).RepeatedPhotos.Complete,
            $"the repeated photos of job {id} are known"
        );
        return job;
    }

    /// <summary>Submits a visit of which every image is in flight, and stays so until the gate is opened.</summary>
    public static async Task<(long Job, TaskCompletionSource Gate)> HoldAsync(
        this Scene scene,
        WalkKey key,
        string[] urls,
        string store = "S1"
    )
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Images.Gate = gate.Task;
        var job = await scene.As(key).SubmitAsync((store, urls));
        await Eventually.TrueAsync(() => scene.Images.Waiting == urls.Length, "all images of the job are in flight");
        return (job, gate);
    }

    /// <summary>Downloads in flight were aborted, and not only because their server was silent for too long.</summary>
    public static Task NobodyWaitsAsync(this Scene scene) =>
        Eventually.TrueAsync(() => scene.Images.Waiting == 0, "the downloads are aborted");

    public static async Task<RetailPulseException> RefusedAsync(Func<Task> call, int status, string code)
    {
        var refused = await Assert.ThrowsAsync<RetailPulseException>(call);
        Assert.Equal((status, code), ((int)refused.Status!, refused.Code));
        return refused;
    }
}
