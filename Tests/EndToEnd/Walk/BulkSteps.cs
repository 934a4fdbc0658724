using System.Net;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Changes of many jobs at once, and the deletion of one.</summary>
internal sealed class BulkSteps(Scene scene)
{
    private const string Label = "bulk";

    private static readonly JobQuery Labeled = new() { Label = Label };

    private readonly List<long> jobs = [];

    public IEnumerable<Func<Task>> All =>
        [
            Failed_jobs_with_a_label_are_retried,
            Ongoing_jobs_with_a_label_are_cancelled,
            Photos_of_all_jobs_are_listed,
            A_deleted_job_exists_at_no_front_end,
        ];

    private async Task Failed_jobs_with_a_label_are_retried()
    {
        foreach (var store in (string[])["S1", "S2"])
            jobs.Add(await SubmitAsync((store, [scene.Gone])));
        foreach (var job in jobs)
            await scene.As(WalkKey.Reader).EndAsync(job, JobStatus.Failed);
        await Eventually.TrueAsync(
            async () => await scene.As(WalkKey.Submitter).Jobs.CountRetryAllAsync(Labeled) == new JobSelection(2, 2),
            "both jobs are listed as failed"
        );
        var started = await scene.As(WalkKey.Submitter).Jobs.RetryAllAsync(Labeled);
        var ended = await EndAsync(started);
        Assert.Equal((new OperationJobs(2, 2, 2), new OperationImages(2, 2)), (ended.Jobs, ended.Images));
        foreach (var job in jobs)
            Assert.Equal(JobStatus.Failed, (await scene.As(WalkKey.Reader, scene.Last).Jobs.WaitForEndAsync(job)).Status);
    }

    private async Task Ongoing_jobs_with_a_label_are_cancelled()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Images.Gate = gate.Task;
        var job = await SubmitAsync(("S1", [scene.Photo(90), scene.Photo(91)]));
        await Eventually.TrueAsync(() => scene.Images.Waiting == 2, "all images of the job are in flight");
        await Eventually.TrueAsync(
            async () => await scene.As(WalkKey.Submitter).Jobs.CountCancelAllAsync(Labeled) == new JobSelection(1, 2),
            "the job is listed as ongoing"
        );
        var ended = await EndAsync(await scene.As(WalkKey.Submitter).Jobs.CancelAllAsync(Labeled));
        Assert.Equal((1L, 2L), (ended.Jobs.Changed, ended.Images.Changed));
        await scene.As(WalkKey.Reader, scene.Last).EndAsync(job, JobStatus.Cancelled);
        await scene.NobodyWaitsAsync();
        gate.SetResult();
    }

    private async Task Photos_of_all_jobs_are_listed()
    {
        var failed = await scene.As(WalkKey.Reader, scene.Last).Photos.ListAsync(new PhotoQuery { Is = ["failed"] }).ToListAsync();
        Assert.Superset(jobs.ToHashSet(), failed.Select(photo => photo.JobId).ToHashSet());
        Assert.All(failed, photo => Assert.NotNull(photo.Reason));
    }

    private async Task A_deleted_job_exists_at_no_front_end()
    {
        await Working.RefusedAsync(() => scene.As(WalkKey.Submitter).Jobs.DeleteAsync(jobs[0]), 403, "forbidden");
        await scene.As(WalkKey.Admin).Jobs.DeleteAsync(jobs[0]);
        foreach (var front in scene.Deployment.Fronts)
        {
            using var response = await scene.SendAsync(WalkKey.Reader, HttpMethod.Get, $"/api/v1/jobs/{jobs[0]}", front: front.Http);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private async Task<long> SubmitAsync(params (string Store, string[] Urls)[] visits) =>
        (await scene.As(WalkKey.Submitter).Jobs.SubmitAsync(Working.Of(visits) with { Label = Label })).Id;

    private Task<JobOperation> EndAsync(JobOperation operation) =>
        scene.As(WalkKey.Submitter, scene.Last).Jobs.WaitForOperationAsync(operation.Id, TimeSpan.FromMilliseconds(100));
}
