using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Retention;

/// <summary>Tests which uploads are regarded as abandoned.</summary>
public sealed class UploadWatchTests
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly UploadWatch watch;

    public UploadWatchTests() => watch = new UploadWatch(time);

    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    [InlineData(60)]
    public void An_upload_that_is_renewed_by_a_wrong_clock_is_kept(int minutesAhead)
    {
        for (var round = 0; round < 20; round++)
        {
            Assert.Empty(watch.FindStale([Upload(time.GetUtcNow().AddMinutes(minutesAhead))]));
            time.Advance(Round);
        }
    }

    [Fact]
    public void An_upload_that_is_not_renewed_for_two_minutes_is_stale()
    {
        var upload = Upload(time.GetUtcNow().AddDays(1));
        for (var round = 0; round < 4; round++)
        {
            Assert.Empty(watch.FindStale([upload]));
            time.Advance(Round);
        }

        Assert.Equal([upload], watch.FindStale([upload]));
        Assert.Empty(watch.FindStale([Upload(upload.RenewedAt.AddSeconds(1))]));
    }

    [Fact]
    public void An_upload_is_not_stale_because_a_clock_is_a_month_ahead()
    {
        var upload = Upload(time.GetUtcNow().AddDays(-31));
        for (var round = 0; round < 4; round++)
        {
            Assert.Empty(watch.FindStale([upload]));
            time.Advance(Round);
        }

        Assert.Equal([upload], watch.FindStale([upload]));
    }

    [Fact]
    public void An_upload_that_comes_back_is_seen_for_the_first_time()
    {
        var upload = Upload(time.GetUtcNow());
        watch.FindStale([upload]);
        watch.FindStale([]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(watch.FindStale([upload]));
    }

    private static OpenUpload Upload(DateTimeOffset renewedAt) => new(7, renewedAt, Abandoned: false);
}
