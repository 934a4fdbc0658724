using RetailPulse.Images;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Images;

/// <summary>Tests the analysis of images by a service, on real grains.</summary>
public sealed class ImageAnalysisTests : IAsyncLifetime
{
    private WebhookReceiver service = null!;

    public async ValueTask InitializeAsync()
    {
        service = await WebhookReceiver.StartAsync();
        service.Answer = _ => (200, """{"shelves": 3}""");
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task The_response_is_part_of_the_result_of_the_image()
    {
        await using var cluster = await StartAsync();
        cluster.Fetcher.Answer = (url, _) =>
            url.EndsWith("/2", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Corrupt) : FakeFetcher.Sound;
        await cluster.Job(1).SubmitAsync(Grid(visits: 2, images: 3));
        Assert.Equal(new JobCounts(6, 0, 4, 2), (await cluster.EndOfAsync(1)).Counts);
        Assert.All(cluster.Ledger.Results, result => Assert.Equal(result.Outcome.Measured ? """{"shelves":3}""" : null, result.Analysis));
        Assert.Equal(["0/0", "0/1", "1/0", "1/1"], service.Received.Select(PlaceIn).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failed_analysis_is_the_reason_of_its_image_alone()
    {
        service.Answer = _ => (200, "three shelves");
        await using var cluster = await StartAsync();
        await cluster.Job(1).SubmitAsync(Grid(visits: 1, images: 1));
        var end = await cluster.EndOfAsync(1);
        Assert.Equal((JobStatus.Failed, new JobCounts(1, 0, 0, 1)), (end.Status, end.Counts));
        Assert.Equal([new StoreError("S1", StoreErrorKind.DownloadFailed)], end.Errors);
        var result = Assert.Single(cluster.Ledger.Results);
        Assert.Equal(
            (ImageReason.AnalysisInvalid, "png", 0, 1, null),
            (result.Outcome.Reason, result.Outcome.Format, result.Outcome.Width, result.Attempts, result.Analysis)
        );

        service.Answer = _ => (200, "[]");
        Assert.Equal(new RetryAnswer(RetryOutcome.Started, 1), await cluster.Job(1).RetryAsync(new JobRetry(ImageReason.AnalysisInvalid)));
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(1)).Status);
        Assert.Equal("[]", cluster.Ledger.Results.Single(retried => retried.Run == 1).Analysis);
    }

    [Fact]
    public async Task Downloads_do_not_wait_for_the_analyses_of_others()
    {
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        await using var cluster = await StartAsync(("RetailPulse:Images:Slots", "4"), ("RetailPulse:Analysis:MaxRequests", "1"));
        await cluster.Job(1).SubmitAsync(Grid(visits: 12, images: 1));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 12, "every image is downloaded");
        await Eventually.TrueAsync(
            async () => (await cluster.Job(1).GetDetailAsync())!.Counts is { AtWork: 1, Waits.ForSlot: 11 },
            "all but one wait"
        );
        gate.SetResult();
        Assert.Equal(new JobCounts(12, 0, 12, 0), (await cluster.EndOfAsync(1)).Counts);
        Assert.All(cluster.Ledger.Results, result => Assert.Equal(1, result.Attempts));
    }

    [Fact]
    public async Task A_cancellation_stops_the_analyses_of_the_job()
    {
        service.Gate = new TaskCompletionSource().Task;
        await using var cluster = await StartAsync(("RetailPulse:Analysis:MaxRequests", "2"));
        await cluster.Job(1).SubmitAsync(Grid(visits: 1, images: 5));
        await Eventually.TrueAsync(() => service.Received.Count == 2, "both permits are in use");
        Assert.True(await cluster.Job(1).CancelAsync());
        Assert.Equal(new JobCounts(5, 0, 0, 0, 0, 5), (await cluster.EndOfAsync(1)).Counts);
        Assert.Empty(cluster.Ledger.Results);

        service.Gate = Task.CompletedTask;
        await cluster.Job(2).SubmitAsync(Grid(visits: 1, images: 3));
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(2)).Status);
    }

    [Fact]
    public async Task An_analysis_on_a_stopping_silo_is_repeated_on_another()
    {
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        await using var cluster = await GrainCluster.StartAsync(silos: 2, ("RetailPulse:Analysis:Endpoint", service.Url));
        await cluster.Job(2).SubmitAsync(Grid(visits: 20, images: 1));
        await Eventually.TrueAsync(() => service.Received.Count == 20, "all images are being analyzed");

        var stopping = cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
        await Eventually.TrueAsync(() => service.Received.Count > 20, "what the silo abandoned is analyzed again");
        gate.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));

        // As the rescuer does when a silo has left: a call to the leaving silo may be lost.
        await cluster.Job(2).ResumeAsync();
        Assert.Equal(new JobCounts(20, 0, 20, 0), (await cluster.EndOfAsync(2)).Counts);
        Assert.Equal(20, cluster.Ledger.Results.Count);
        Assert.All(cluster.Ledger.Results, result => Assert.Equal("""{"shelves":3}""", result.Analysis));
    }

    private Task<GrainCluster> StartAsync(params (string Key, string Value)[] settings) =>
        GrainCluster.StartAsync(silos: 1, [("RetailPulse:Analysis:Endpoint", service.Url), .. settings]);

    private static string PlaceIn(ReceivedWebhook received)
    {
        var body = System.Text.Json.JsonElement.Parse(received.Body);
        Assert.Equal(1, body.GetProperty("job_id").GetInt64());
        return $"{body.GetProperty("visit")}/{body.GetProperty("image")}";
    }
}
