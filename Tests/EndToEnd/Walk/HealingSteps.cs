using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>A job whose image server was down is healed, and every end of it is told to its receiver.</summary>
internal sealed class HealingSteps(Scene scene)
{
    private long job;

    public IEnumerable<Func<Task>> All =>
        [
            A_job_fails_whose_image_server_is_down,
            The_host_of_the_server_is_listed,
            A_retry_by_reason_and_host_takes_those_alone,
            A_retry_by_host_meets_the_server_again,
            A_retry_by_reason_fails_again_when_nothing_is_fixed,
            An_amended_image_completes_the_job,
            Every_end_was_told,
            The_timeline_of_the_store_shows_it,
        ];

    private RetailPulseClient Client => scene.As(WalkKey.Submitter, scene.Last);

    private async Task A_job_fails_whose_image_server_is_down()
    {
        string[] urls = [scene.Photo(30), scene.Gone, scene.Late("127.0.0.1", 1), scene.Late("localhost", 2)];
        job = (await Client.Jobs.SubmitAsync(Working.Of(("S2", urls)) with { CallbackUrl = scene.Receiver.Url })).Id;
        var failed = await Client.EndAsync(job, JobStatus.Failed);
        Assert.Equal(
            [("connect", new Uri(urls[2]).Authority), ("connect", new Uri(urls[3]).Authority), ("http_404", new Uri(urls[1]).Authority)],
            failed.Failures.Largest.Select(group => (group.Reason, group.Host)).Order()
        );
        Assert.Equal(scene.Receiver.Url, failed.CallbackUrl);
    }

    private async Task The_host_of_the_server_is_listed()
    {
        var hosts = (await scene.As(WalkKey.Admin).Hosts.ListAsync()).Hosts;
        Assert.Contains(
            hosts,
            host => host.Origin == new Uri(scene.Late("127.0.0.1", 1)).GetLeftPart(UriPartial.Authority) && host.FailureShare > 0
        );
        await Working.RefusedAsync(() => scene.As(WalkKey.Submitter).Hosts.ListAsync(), 403, "forbidden");
    }

    private async Task A_retry_by_reason_and_host_takes_those_alone()
    {
        await scene.StartLateServerAsync();
        var retried = await Client.Jobs.RetryAsync(job, new Retry { Reason = "connect", Host = "127.0.0.1" });
        Assert.Equal((1, job), (retried.Retried, retried.Job.Id));
        Assert.Equal((2, 2), await CountAsync(JobStatus.Failed));
    }

    private async Task A_retry_by_host_meets_the_server_again()
    {
        Assert.Equal(1, (await Client.Jobs.RetryAsync(job, new Retry { Host = "localhost" })).Retried);
        Assert.Equal((3, 1), await CountAsync(JobStatus.Failed));
        Assert.Equal(0, (await Client.Jobs.RetryAsync(job, new Retry { Host = "localhost" })).Retried);
    }

    private async Task A_retry_by_reason_fails_again_when_nothing_is_fixed()
    {
        Assert.Equal(1, (await Client.Jobs.RetryAsync(job, new Retry { Reason = "http_404" })).Retried);
        Assert.Equal((3, 1), await CountAsync(JobStatus.Failed));
    }

    private async Task An_amended_image_completes_the_job()
    {
        await Working.RefusedAsync(() => Client.Jobs.AmendAsync(job, 0, 0, scene.Photo(31)), 409, "image_not_failed");
        Assert.Equal(1, (await Client.Jobs.AmendAsync(job, 0, 1, scene.Photo(31))).Retried);
        Assert.Equal((4, 0), await CountAsync(JobStatus.Completed));
        Assert.Equal(scene.Photo(31), (await Client.Jobs.ListImagesAsync(job).ToListAsync())[1].Url);
    }

    private async Task Every_end_was_told()
    {
        await Eventually.TrueAsync(() => scene.Receiver.Received.Count == 5, "five ends are told");
        await Eventually.TrueAsync(
            async () => (await Client.Webhooks.ListAsync(job)).All(delivery => delivery.State == "delivered"),
            "the answers are recorded"
        );
        var deliveries = await Client.Webhooks.ListAsync(job);
        Assert.Equal(
            ["job.failed", "job.failed", "job.failed", "job.failed", "job.completed"],
            deliveries.Select(delivery => delivery.Type)
        );
        Assert.Equal(deliveries.Select(delivery => delivery.Id).Order(), scene.Receiver.Received.Select(request => request.Id).Order());
    }

    private async Task The_timeline_of_the_store_shows_it()
    {
        var newest = (await Client.Stores.ListVisitsAsync("S2", pageSize: 1).ToListAsync())[0];
        Assert.Equal((job, 4, 4, 0), (newest.JobId, newest.Images, newest.Measured, newest.Failed));
        var good = await Client.Stores.FindLastGoodImageAsync("S2");
        Assert.Equal(job, good!.JobId);
    }

    private async Task<(long Measured, long Failed)> CountAsync(string status)
    {
        var counts = (await Client.EndAsync(job, status)).Counts;
        return (counts.Measured, counts.Failed);
    }
}
