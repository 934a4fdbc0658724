using RetailPulse.Images;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Jobs;

/// <summary>Tests retries of failed jobs, on real grains.</summary>
public sealed class JobRetryTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Only_failed_images_are_retried_and_the_job_ends_again()
    {
        var down = true;
        cluster.Fetcher.Answer = (url, _) =>
            down && url.EndsWith("/1", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await cluster.Job(1).SubmitAsync(Grid(visits: 3, images: 4));
        Assert.Equal(new JobCounts(12, 0, 9, 3), (await cluster.EndOfAsync(1)).Counts);

        down = false;
        Assert.Equal(new RetryAnswer(RetryOutcome.Started, 3), await cluster.Job(1).RetryAsync(new JobRetry()));
        var answer = await cluster.EndOfAsync(1);
        Assert.Equal((JobStatus.Completed, new JobCounts(12, 0, 12, 0)), (answer.Status, answer.Counts));
        Assert.Empty(answer.Errors);
        Assert.Equal(15, cluster.Ledger.Results.Count);
        Assert.Equal(12, cluster.Fetcher.Calls.Count);
        Assert.Equal(15, cluster.Fetcher.Calls.Values.Sum());
        await Eventually.TrueAsync(
            () => cluster.Ledger.Ends.TryGetValue(1, out var end) && end == JobStatus.Completed,
            "the listing row says so"
        );
    }

    [Fact]
    public async Task An_image_that_fails_again_can_be_retried_again()
    {
        cluster.Fetcher.Answer = (url, _) =>
            ImageOutcome.Failed(url.EndsWith("/0", StringComparison.Ordinal) ? ImageReason.Http404 : ImageReason.NotAnImage);
        await cluster.Job(2).SubmitAsync(Grid(visits: 1, images: 3));
        await cluster.EndOfAsync(2);
        Assert.Equal(new RetryAnswer(RetryOutcome.Started, 2), await cluster.Job(2).RetryAsync(new JobRetry(ImageReason.NotAnImage)));
        Assert.Equal(new JobCounts(3, 0, 0, 3), (await cluster.EndOfAsync(2)).Counts);
        Assert.Equal(new RetryAnswer(RetryOutcome.Started, 3), await cluster.Job(2).RetryAsync(new JobRetry()));
        await cluster.EndOfAsync(2);
        Assert.Equal(
            [(0, 2), (1, 3), (2, 3)],
            cluster.Ledger.Results.GroupBy(result => result.Image).OrderBy(image => image.Key).Select(image => (image.Key, image.Count()))
        );
        Assert.Equal(2, cluster.Ledger.Results.Max(result => result.Run));
    }

    [Fact]
    public async Task An_amended_image_is_retried_at_its_new_url()
    {
        cluster.Fetcher.Answer = (url, _) =>
            url.Contains("new", StringComparison.Ordinal) ? FakeFetcher.Sound : ImageOutcome.Failed(ImageReason.Http404);
        await cluster.Job(3).SubmitAsync(Of(Visit("S1", "http://old.example/a", "http://old.example/b")));
        await cluster.EndOfAsync(3);
        var amendment = new JobRetry(Place: new ImagePlace(0, 1), Url: "http://new.example/b");
        Assert.Equal(new RetryAnswer(RetryOutcome.Started, 1), await cluster.Job(3).RetryAsync(amendment));
        Assert.Equal(new JobCounts(2, 0, 1, 1), (await cluster.EndOfAsync(3)).Counts);
        Assert.Equal(1, cluster.Fetcher.Calls["http://new.example/b"]);
        Assert.Equal(2, cluster.Fetcher.Calls.Keys.Count(url => url.Contains("old", StringComparison.Ordinal)));

        Assert.Equal(RetryOutcome.NothingFailed, (await cluster.Job(3).RetryAsync(amendment))!.Outcome);
        Assert.Equal(RetryOutcome.NoSuchImage, (await cluster.Job(3).RetryAsync(new JobRetry(Place: new ImagePlace(0, 2))))!.Outcome);
        Assert.Equal(RetryOutcome.NoSuchImage, (await cluster.Job(3).RetryAsync(new JobRetry(Place: new ImagePlace(1, 0))))!.Outcome);
    }

    [Fact]
    public async Task Retrying_a_running_or_completed_job_changes_nothing()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(4).SubmitAsync(Grid(visits: 1, images: 2));
        Assert.Equal(RetryOutcome.Ongoing, (await cluster.Job(4).RetryAsync(new JobRetry()))!.Outcome);
        gate.SetResult();
        await cluster.EndOfAsync(4);
        Assert.Equal(RetryOutcome.NothingFailed, (await cluster.Job(4).RetryAsync(new JobRetry()))!.Outcome);
        Assert.Equal(JobStatus.Completed, (await cluster.Job(4).GetStatusAsync())!.Status);
        Assert.Null(await cluster.Job(99).RetryAsync(new JobRetry()));
    }

    [Fact]
    public async Task A_repeated_retry_finds_the_image_in_progress()
    {
        cluster.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http404);
        await cluster.Job(5).SubmitAsync(Grid(visits: 1, images: 2));
        await cluster.EndOfAsync(5);
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        var amendment = new JobRetry(Place: new ImagePlace(0, 0), Url: "http://new.example/");
        Assert.Equal(RetryOutcome.Started, (await cluster.Job(5).RetryAsync(amendment))!.Outcome);
        Assert.Equal(RetryOutcome.Started, (await cluster.Job(5).RetryAsync(amendment))!.Outcome);
        Assert.Equal(RetryOutcome.Ongoing, (await cluster.Job(5).RetryAsync(amendment with { Url = "http://other.example/" }))!.Outcome);
        gate.SetResult();
        await cluster.EndOfAsync(5);
        Assert.Equal(1, cluster.Fetcher.Calls["http://new.example/"]);
    }

    [Fact]
    public async Task A_retry_whose_activation_died_is_resumed()
    {
        cluster.Fetcher.Answer = (_, call) => call == 1 ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await cluster.Job(6).SubmitAsync(Grid(visits: 2, images: 2));
        await cluster.EndOfAsync(6);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(6), "the listing row says so");
        Assert.Equal(4, await cluster.Ledger.RecordRetryAsync(6, new(), DateTimeOffset.UnixEpoch, CancellationToken.None));
        await cluster.Silos.DeactivateAsync(cluster.Job(6));

        // As the rescuer does with every job whose listing row has no end.
        await cluster.Job(6).ResumeAsync();
        Assert.Equal(new JobCounts(4, 0, 4, 0), (await cluster.EndOfAsync(6)).Counts);
    }

    [Fact]
    public async Task Measured_images_stay_counted_during_a_retry()
    {
        cluster.Fetcher.Answer = (url, call) =>
            call == 1 && url.EndsWith("/0", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await cluster.Job(7).SubmitAsync(Grid(visits: 3, images: 3));
        await cluster.EndOfAsync(7);
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(7).RetryAsync(new JobRetry());
        await Eventually.TrueAsync(
            async () => (await cluster.Job(7).GetStatusAsync())!.Counts == new JobCounts(9, 3, 6, 0),
            "three images are in flight and six measured"
        );
        gate.SetResult();
        Assert.Equal(new JobCounts(9, 0, 9, 0), (await cluster.EndOfAsync(7)).Counts);
    }
}
