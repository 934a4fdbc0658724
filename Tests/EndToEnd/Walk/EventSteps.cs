using System.Net;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Listening to a job, and cancelling one.</summary>
internal sealed class EventSteps(Scene scene)
{
    private long job;

    public IEnumerable<Func<Task>> All =>
        [
            A_listener_hears_of_progress_failures_and_the_end,
            Who_comes_back_after_the_end_is_told_nothing,
            A_job_is_cancelled_in_flight,
            A_tenant_hears_of_its_jobs_and_goes_on_at_another_front_end,
        ];

    private async Task A_listener_hears_of_progress_failures_and_the_end()
    {
        (job, var gate) = await scene.HoldAsync(WalkKey.Submitter, [scene.Photo(20), scene.Gone, scene.Photo(21)]);
        var told = new List<JobEvent>();
        await foreach (var happened in scene.As(WalkKey.Reader, scene.Last).Jobs.ListenAsync(job))
        {
            told.Add(happened);
            gate.TrySetResult();
        }

        Assert.Equal(JobStatus.Ongoing, Assert.IsType<JobProgress>(told[0]).Status);
        Assert.Equal(
            (0, 1, "http_404"),
            told.OfType<FailedImage>().Select(failed => (failed.Visit, failed.Image, failed.Reason)).Distinct().Single()
        );
        Assert.Equal(
            (JobStatus.Failed, 2L, 1L),
            (Assert.IsType<JobEnd>(told[^1]).Status, ((JobEnd)told[^1]).Counts.Measured, ((JobEnd)told[^1]).Counts.Failed)
        );
    }

    private async Task Who_comes_back_after_the_end_is_told_nothing()
    {
        var path = $"/api/v1/jobs/{job}/events";
        using var whole = await scene.SendAsync(WalkKey.Reader, HttpMethod.Get, path);
        var last = (await whole.Content.ReadAsStringAsync()).Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))[
            "id: ".Length..
        ];
        using var again = await scene.SendAsync(WalkKey.Reader, HttpMethod.Get, path, front: scene.Last, headers: ("Last-Event-ID", last));
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    private async Task A_tenant_hears_of_its_jobs_and_goes_on_at_another_front_end()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var events = scene.As(WalkKey.Reader).Events.ListenAsync(null, enough.Token).GetAsyncEnumerator(enough.Token);
        var first = events.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => scene.Deployment.Served.Contains("GET /api/v1/events"), "it listens");
        var submitted = await scene.As(WalkKey.Submitter, scene.Last).SubmitAsync(("S1", [scene.Photo(24), scene.Gone]));
        Assert.True(await first);
        Assert.Equal(submitted, Assert.IsType<JobSubmitted>(events.Current.Event).JobId);

        var told = new List<TenantEvent>();
        await foreach (var later in scene.As(WalkKey.Reader, scene.Last).Events.ListenAsync(events.Current.Id, enough.Token))
        {
            told.Add(later.Event);
            if (later.Event is JobEnded)
                break;
        }

        Assert.Equal((submitted, "http_404"), (told.OfType<ImageFailed>().Single().JobId, told.OfType<ImageFailed>().Single().Reason));
        var attempts = await scene.As(WalkKey.Reader, scene.Last).Jobs.ListAttemptsAsync(submitted, visit: 0, image: 1);
        Assert.Equal((0, 1, "http_404"), attempts.Select(attempt => (attempt.Run, attempt.Attempt, attempt.Reason)).Single());
        Assert.Equal(
            (submitted, JobStatus.Failed, 1L, 1L),
            told[^1] is JobEnded end ? (end.JobId, end.Status, end.Measured, end.Failed) : default
        );
    }

    private async Task A_job_is_cancelled_in_flight()
    {
        var (cancelled, gate) = await scene.HoldAsync(WalkKey.Submitter, [scene.Photo(22), scene.Photo(23)]);
        var client = scene.As(WalkKey.Submitter, scene.Last);
        await client.Jobs.CancelAsync(cancelled);
        var ended = await client.EndAsync(cancelled, JobStatus.Cancelled);
        Assert.Equal(new JobCounts(Total: 2, Pending: 0, Running: 0, Measured: 0, Failed: 0, Cancelled: 2), ended.Counts);
        await scene.NobodyWaitsAsync();
        gate.SetResult();
        Assert.Equal(JobStatus.Cancelled, (await client.Jobs.GetStatusAsync(cancelled)).Status);
        await Working.RefusedAsync(() => client.Jobs.RetryAsync(cancelled), 409, "job_was_cancelled");
    }
}
