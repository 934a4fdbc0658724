using RetailPulse.Benchmarks.Jobs;

namespace RetailPulse.Tests.Unit.Benchmarks;

public sealed class EqualSharesTests
{
    [Fact]
    public void A_job_alone_has_the_full_rate() => Same([7], EqualShares.Ends([2], [50], rate: 10));

    [Fact]
    public void Equal_jobs_end_together() => Same([6, 6, 6], EqualShares.Ends([0, 0, 0], [20, 20, 20], rate: 10));

    [Fact]
    public void What_a_small_job_leaves_goes_to_the_others() => Same([3, 11, 13], EqualShares.Ends([0, 0, 0], [10, 50, 70], rate: 10));

    [Fact]
    public void Shares_are_of_those_present() => Same([2.5, 2, 8], EqualShares.Ends([0, 1, 6], [20, 5, 20], rate: 10));

    [Fact]
    public void No_time_is_lost_between_jobs() => Same([1, 6], EqualShares.Ends([0, 5], [10, 10], rate: 10));

    private static void Same(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-9));
}
