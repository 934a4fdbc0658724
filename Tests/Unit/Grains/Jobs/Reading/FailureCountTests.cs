using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Jobs.Reading;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

public sealed class FailureCountTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FailureCount failures;
    private int counts;

    public FailureCountTests() => failures = new FailureCount(time);

    [Fact]
    public async Task The_same_failures_are_counted_once()
    {
        Assert.Equal(1, await GetAsync(10, ended: false));
        Assert.Equal(1, await GetAsync(10, ended: false));
        Assert.Equal(1, await GetAsync(10, ended: true));
    }

    [Fact]
    public async Task While_a_job_runs_counting_takes_a_twentieth_of_the_time()
    {
        Assert.Equal(1, await GetAsync(10, ended: false, takes: 0.5));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, await GetAsync(20, ended: false));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await GetAsync(20, ended: false));
    }

    [Fact]
    public async Task A_job_that_has_ended_is_counted_to_its_end()
    {
        await GetAsync(10, ended: false, takes: 5);
        Assert.Equal(2, await GetAsync(11, ended: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_many_failures_of_another_run_are_counted_again(bool ended)
    {
        Assert.Equal(1, await GetAsync(10, ended, takes: 5));
        Assert.Equal(2, await GetAsync(10, ended, run: 1));
        Assert.Equal(2, await GetAsync(10, ended, run: 1));
    }

    [Fact]
    public async Task Concurrent_callers_share_one_count()
    {
        var counted = new TaskCompletionSource<JobFailures>();
        var first = failures.GetAsync(default, 10, ended: true, () => counted.Task);
        var second = failures.GetAsync(default, 10, ended: true, () => throw new InvalidOperationException("counted twice"));
        counted.SetResult(new JobFailures(7, []));
        Assert.Equal([7, 7], (await Task.WhenAll(first, second)).Select(failures => failures.Groups));
    }

    [Fact]
    public async Task A_failed_count_is_retried()
    {
        await Assert.ThrowsAsync<TimeoutException>(() =>
            failures.GetAsync(default, 10, ended: true, () => Task.FromException<JobFailures>(new TimeoutException()))
        );
        Assert.Equal(1, await GetAsync(10, ended: true));
    }

    private async Task<long> GetAsync(long failed, bool ended, double takes = 0, int run = 0) =>
        (
            await failures.GetAsync(
                new RunOfJob(DateTimeOffset.UnixEpoch, run),
                failed,
                ended,
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(takes));
                    return Task.FromResult(new JobFailures(++counts, []));
                }
            )
        ).Groups;
}
