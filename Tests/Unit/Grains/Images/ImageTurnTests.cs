using RetailPulse.Grains.Images;
using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Images;

public sealed class ImageTurnTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly ImageTurn turn = new(3);

    [Fact]
    public void An_image_begins_without_an_attempt() =>
        Assert.Equal(new PendingImage(3, ImagePhase.Running, 0, ImageReason.None, null, null), turn.Now);

    [Fact]
    public void The_time_of_a_host_is_read_when_it_is_shown()
    {
        DateTimeOffset? until = Noon;
        turn.WaitForHost("http://a", () => until);
        Assert.Equal(new PendingImage(3, ImagePhase.WaitingForHost, 0, ImageReason.None, Noon, "http://a"), turn.Now);
        until = Noon.AddSeconds(15);
        Assert.Equal(until, turn.Now.NextAttemptAt);
        turn.Run();
        Assert.Equal(new PendingImage(3, ImagePhase.Running, 0, ImageReason.None, null, null), turn.Now);
    }

    [Fact]
    public void A_failed_attempt_counts_and_a_failed_probe_only_leaves_its_reason()
    {
        turn.WaitForNextAttempt(ImageReason.Timeout, Noon);
        Assert.Equal(new PendingImage(3, ImagePhase.WaitingForNextAttempt, 1, ImageReason.Timeout, Noon, null), turn.Now);
        turn.Run();
        turn.FailProbe(ImageReason.Connect);
        turn.WaitForSlot();
        Assert.Equal(new PendingImage(3, ImagePhase.WaitingForSlot, 1, ImageReason.Connect, null, null), turn.Now);
    }
}
