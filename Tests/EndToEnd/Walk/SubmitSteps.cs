using System.Net;
using System.Text;
using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Submitting jobs.</summary>
internal sealed class SubmitSteps(Scene scene)
{
    private const string Order = "order-1";

    private long ordered;

    public IEnumerable<Func<Task>> All =>
        [
            A_job_is_submitted_once_however_often_it_is_sent,
            Another_body_under_the_same_key_is_refused,
            The_key_of_another_tenant_is_another,
            A_job_is_submitted_by_the_older_route,
            What_a_job_would_meet_is_told_and_nothing_started,
        ];

    /// <summary>Requests are remembered, regardless of what happens to the processes.</summary>
    public async Task A_repetition_gives_the_same_job()
    {
        Assert.Equal((ordered, JobStatus.Completed), await OrderAsync(scene.As(WalkKey.Submitter, scene.Last)));
        using var again = await SendOldAsync();
        Assert.Equal((HttpStatusCode.Created, "true"), (again.StatusCode, again.Headers.GetValues("Idempotent-Replayed").Single()));
    }

    private async Task A_job_is_submitted_once_however_often_it_is_sent()
    {
        var sent = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => OrderAsync(scene.As(WalkKey.Submitter, number % 2 == 0 ? scene.First : scene.Last)))
        );
        ordered = Assert.Single(sent.Select(answer => answer.Id).Distinct());
        var ended = await scene.As(WalkKey.Reader).EndAsync(ordered, JobStatus.Completed);
        Assert.Equal(new JobCounts(Total: 2, Pending: 0, Running: 0, Measured: 2, Failed: 0, Cancelled: 0), ended.Counts);
    }

    private async Task Another_body_under_the_same_key_is_refused() =>
        await Working.RefusedAsync(
            () => scene.As(WalkKey.Submitter, scene.Last).Jobs.SubmitAsync(Working.Of(("S1", [scene.Photo(1)])), Order),
            422,
            "idempotency_key_conflict"
        );

    private async Task The_key_of_another_tenant_is_another()
    {
        var (other, _) = await OrderAsync(scene.As(WalkKey.Stranger));
        Assert.NotEqual(ordered, other);
        await scene.As(WalkKey.Stranger).EndAsync(other, JobStatus.Completed);
    }

    private async Task A_job_is_submitted_by_the_older_route()
    {
        using var sent = await SendOldAsync();
        Assert.Equal((HttpStatusCode.Created, false), (sent.StatusCode, sent.Headers.Contains("Idempotent-Replayed")));
        var job = JsonDocument.Parse(await sent.Content.ReadAsStringAsync()).RootElement.GetProperty("job_id").GetInt64();
        await scene.As(WalkKey.Reader).EndAsync(job, JobStatus.Failed);
        var standing = await scene.As(WalkKey.Reader, scene.Last).Jobs.GetStatusAsync(job);
        Assert.Equal((JobStatus.Failed, new StoreError("S1", "Download failed")), (standing.Status, standing.Error!.Single()));
    }

    private async Task What_a_job_would_meet_is_told_and_nothing_started()
    {
        var served = scene.Images.Served;
        var told = await scene
            .As(WalkKey.Submitter, scene.Last)
            .Jobs.ValidateAsync(
                new Submission(
                    [new VisitToMeasure("S9", ["nonsense", "http://127.0.0.1:9/", scene.Photo(3)], "")],
                    CallbackUrl: "http://127.0.0.1:9/hook"
                )
            );
        Assert.False(told.Valid);
        Assert.Equal(["/visits/0/image_url/0", "/visits/0/visit_time"], told.Errors.Select(error => error.Field).Order());
        Assert.Equal(new UnknownStore("S9", 1), Assert.Single(told.UnknownStores));
        Assert.Equal(["/callback_url", "/visits/0/image_url/1"], told.RefusedUrls.Select(url => url.Field).Order());
        Assert.Equal(served, scene.Images.Served);
    }

    private async Task<(long Id, string Status)> OrderAsync(RetailPulseClient client)
    {
        var accepted = await client.Jobs.SubmitAsync(Working.Of(("S1", [scene.Photo(1)]), ("S2", [scene.Photo(2)])), Order);
        return (accepted.Id, accepted.Status);
    }

    private async Task<HttpResponseMessage> SendOldAsync()
    {
        var body = $$"""{"count":1,"visits":[{"store_id":"S1","image_url":["{{scene.Gone}}"],"visit_time":"t"}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await scene.SendAsync(WalkKey.Submitter, HttpMethod.Post, "/api/submit/", content, headers: ("Idempotency-Key", "order-2"));
    }
}
