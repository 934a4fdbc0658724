using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Every process is stopped, later killed, and started again on the same database.</summary>
internal sealed class RestartSteps(Scene scene, SubmitSteps submissions, AccessSteps access)
{
    private Dictionary<string, string> before = [];
    private TaskCompletionSource gate = null!;
    private long inFlight;
    private long untold;
    private int received;

    public IEnumerable<Func<Task>> All =>
        [
            Every_delivery_is_settled,
            All_processes_are_stopped_and_started,
            Nothing_has_changed,
            submissions.A_repetition_gives_the_same_job,
            A_job_is_in_flight_and_an_end_untold,
            All_processes_are_killed_and_started,
            Nothing_has_changed,
            submissions.A_repetition_gives_the_same_job,
            access.The_quota_is_used_up_through_every_front_end,
            The_job_in_flight_ends,
            The_end_is_told,
        ];

    /// <summary>So that what is compared before and after a restart does not change of itself.</summary>
    private async Task Every_delivery_is_settled()
    {
        var client = scene.As(WalkKey.Reader);
        await foreach (var listed in client.Jobs.ListAsync())
            await Eventually.TrueAsync(
                async () => (await client.Webhooks.ListAsync(listed.Id)).All(delivery => delivery.State != "pending"),
                $"the deliveries of job {listed.Id} are settled"
            );
    }

    private async Task All_processes_are_stopped_and_started()
    {
        before = await PublicStateSnapshot.ReadAsync(scene);
        await scene.Deployment.StopAsync();
        await scene.Deployment.StartAsync();
    }

    private async Task Nothing_has_changed() => PublicStateSnapshot.IsKept(before, await PublicStateSnapshot.ReadAsync(scene));

    /// <summary>A job of a tenant that <see cref="PublicStateSnapshot"/> does not read.</summary>
    private async Task A_job_is_in_flight_and_an_end_untold()
    {
        received = scene.Receiver.Received.Count;
        scene.Receiver.Answer = _ => (503, "");
        untold = (
            await scene.As(WalkKey.Small).Jobs.SubmitAsync(Working.Of(("S1", [scene.Photo(80)])) with { CallbackUrl = scene.Receiver.Url })
        ).Id;
        await scene.As(WalkKey.Small).EndAsync(untold, JobStatus.Completed);
        (inFlight, gate) = await scene.HoldAsync(WalkKey.Small, [scene.Photo(81), scene.Photo(82)]);
        await Eventually.TrueAsync(() => scene.Receiver.Received.Count > received, "the end is told, and refused");
    }

    private async Task All_processes_are_killed_and_started()
    {
        await scene.Deployment.KillAsync();
        scene.Receiver.Answer = _ => (204, "");
        await scene.Deployment.StartAsync();
    }

    private async Task The_job_in_flight_ends()
    {
        gate.SetResult();
        var job = await scene.As(WalkKey.Small, scene.Last).EndAsync(inFlight, JobStatus.Completed);
        Assert.Equal(new JobCounts(Total: 2, Pending: 0, Running: 0, Measured: 2, Failed: 0, Cancelled: 0), job.Counts);
    }

    private async Task The_end_is_told()
    {
        var webhooks = scene.As(WalkKey.Small, scene.Last).Webhooks;
        await Eventually.TrueAsync(async () => await webhooks.ListAsync(untold) is [{ State: "delivered" }], "the end is told");
        Assert.Single(scene.Receiver.Received.Skip(received).Select(request => (request.Id, request.Body)).Distinct());
    }
}
