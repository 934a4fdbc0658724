using RetailPulse.Grains;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Images;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Unit.Grains.Webhooks;

public sealed class WebhookScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly WebhookSchedule schedule = new(new WebhooksOptions(), new RandomSource(new Random(7)));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1_800)]
    [InlineData(4, 7_200)]
    [InlineData(9, 86_400)]
    public void A_failed_delivery_is_retried_after_its_wait_within_10_percent(int tries, int seconds)
    {
        var verdicts = Enumerable.Range(0, 100).Select(_ => schedule.Judge(Answered(500), tries, null, Noon)).ToList();
        Assert.All(verdicts, verdict => Assert.InRange((verdict.NextAttemptAt!.Value - Noon).TotalSeconds, seconds * 0.9, seconds * 1.1));
        Assert.True(verdicts.Distinct().Count() > 90);
    }

    [Fact]
    public void A_delivery_fails_after_ten_attempts() =>
        Assert.Equal(new WebhookVerdict(WebhookState.Failed), schedule.Judge(Answered(500), 10, null, Noon));

    [Theory]
    [InlineData(200, WebhookState.Delivered)]
    [InlineData(204, WebhookState.Delivered)]
    [InlineData(301, WebhookState.Pending)]
    [InlineData(404, WebhookState.Pending)]
    [InlineData(410, WebhookState.Failed)]
    [InlineData(null, WebhookState.Pending)]
    public void The_status_decides_the_state(int? status, WebhookState state)
    {
        var verdict = schedule.Judge(Answered(status), 1, TimeSpan.Zero, Noon);
        Assert.Equal((state, state == WebhookState.Pending), (verdict.State, verdict.NextAttemptAt is not null));
    }

    [Fact]
    public void Retry_After_can_delay_an_attempt_but_not_advance_it()
    {
        Assert.Equal(Noon.AddHours(1), schedule.Judge(Answered(503), 1, TimeSpan.FromHours(1), Noon).NextAttemptAt);
        Assert.True(schedule.Judge(Answered(503), 2, TimeSpan.FromSeconds(1), Noon).NextAttemptAt > Noon.AddMinutes(4));
    }

    [Fact]
    public void Waits_can_be_set()
    {
        var own = new WebhookSchedule(new WebhooksOptions { Waits = [TimeSpan.FromSeconds(1)] }, new RandomSource(new Random(7)));
        Assert.Equal(WebhookState.Pending, own.Judge(Answered(500), 1, null, Noon).State);
        Assert.Equal(WebhookState.Failed, own.Judge(Answered(500), 2, null, Noon).State);
    }

    private static WebhookAttempt Answered(int? status) =>
        new(1, Noon, status, status is null ? ImageReason.Connect : ImageReason.None, TimeSpan.Zero, "");
}
