using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Jobs.Reading;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

public sealed class RepeatSearchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new();
    private int pieces;

    [Fact]
    public async Task A_job_is_searched_once()
    {
        var search = new RepeatSearch(Ready, FindAsync, time);
        var repeats = await search.GetAsync(Noon);
        Assert.Equal((40, true), (repeats.Images, repeats.Complete));
        Assert.Equal(Enumerable.Range(0, JobRepeats.MaxFirst), repeats.First.Select(image => image.Place.Image));
        Assert.Same(repeats, await search.GetAsync(Noon));
        Assert.Equal(4, pieces);
    }

    [Fact]
    public async Task A_job_that_ends_again_is_searched_again()
    {
        var search = new RepeatSearch(Ready, FindAsync, time);
        await search.GetAsync(Noon);
        Assert.Equal(40, (await search.GetAsync(Noon.AddHours(1))).Images);
        Assert.Equal(8, pieces);
    }

    [Fact]
    public async Task A_caller_waits_briefly_and_gets_what_is_known()
    {
        var gate = new TaskCompletionSource();
        var search = new RepeatSearch(
            Ready,
            async after =>
            {
                if (after != ImagePlace.Start)
                    await gate.Task;
                return await FindAsync(after);
            },
            time
        );
        var asked = search.GetAsync(Noon);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((10, false), await asked is var known ? (known.Images, known.Complete) : default);
        gate.SetResult();
        Assert.Equal((40, true), await search.GetAsync(Noon) is var whole ? (whole.Images, whole.Complete) : default);
        Assert.Equal(4, pieces);
    }

    [Fact]
    public async Task A_failed_chunk_is_retried_by_the_next_call()
    {
        var trouble = true;
        var search = new RepeatSearch(Ready, after => trouble ? throw new StorageUnavailableException("gone") : FindAsync(after), time);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => search.GetAsync(Noon));
        trouble = false;
        Assert.True((await search.GetAsync(Noon)).Complete);
    }

    [Fact]
    public async Task The_search_begins_when_the_jobs_hashes_are_indexed()
    {
        var (ready, asked) = (false, 0);
        var search = new RepeatSearch(
            () =>
            {
                asked++;
                return Task.FromResult(ready);
            },
            FindAsync,
            time
        );
        var first = search.GetAsync(Noon);
        await PassTimeUntilAsync(() => first.IsCompleted);
        Assert.Same(JobRepeats.Unknown, await first);
        Assert.Equal(0, pieces);

        var second = search.GetAsync(Noon);
        ready = true;
        await PassTimeUntilAsync(() => second.IsCompleted && pieces == 4);
        Assert.Equal(40, (await search.GetAsync(Noon)).Images);

        // A known result causes no further queries.
        var known = asked;
        await search.GetAsync(Noon);
        Assert.Equal(known, asked);
    }

    private static Task<bool> Ready() => Task.FromResult(true);

    private Task PassTimeUntilAsync(Func<bool> condition) =>
        Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                return condition();
            },
            "the search continued"
        );

    /// <summary>Returns four chunks of ten images.</summary>
    private Task<RepeatedImagePage> FindAsync(ImagePlace after)
    {
        pieces++;
        var images = Enumerable
            .Range(after.Image + 1, 10)
            .Select(image => new RepeatedImage(new(0, image), "S1", new SeenImage(1, new(0, 0), "S2")));
        return Task.FromResult(new RepeatedImagePage([.. images], after.Image + 10 < 39 ? new ImagePlace(0, after.Image + 10) : null));
    }
}
