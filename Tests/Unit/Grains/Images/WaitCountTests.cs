using RetailPulse.Grains.Images;
using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Images;

public sealed class WaitCountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly WaitCount count = new();

    [Fact]
    public void Images_that_run_do_not_wait()
    {
        new ImageTurn(0).CountIn(count);
        Assert.Null(count.Waits);
    }

    [Fact]
    public void Images_are_counted_by_what_they_wait_for()
    {
        Turn(turn => turn.WaitForSlot());
        Turn(turn => turn.WaitForHost("http://a", () => null));
        Turn(turn => turn.WaitForHost("http://b", () => null));
        Turn(turn => turn.WaitForNextAttempt(ImageReason.Timeout, Noon));
        Assert.Equal(new ImageWaits(1, 2, 1, Noon), count.Waits);
    }

    [Fact]
    public void The_earliest_known_time_counts()
    {
        Turn(turn => turn.WaitForHost("http://a", () => Noon.AddSeconds(2)));
        Turn(turn => turn.WaitForHost("http://b", () => null));
        Turn(turn => turn.WaitForHost("http://c", () => Noon));
        Turn(turn => turn.WaitForNextAttempt(ImageReason.Timeout, Noon.AddSeconds(1)));
        Assert.Equal(Noon, count.Waits!.NextAt);
    }

    [Fact]
    public void A_host_is_asked_once_for_all_images_that_wait_for_it()
    {
        var asked = 0;
        const string Host = "http://a";
        for (var image = 0; image < 100; image++)
            Turn(turn => turn.WaitForHost(Host, () => Noon.AddSeconds(asked++)));
        Assert.Equal((new ImageWaits(0, 100, 0, Noon), 1), (count.Waits, asked));
    }

    private void Turn(Action<ImageTurn> change)
    {
        var turn = new ImageTurn(0);
        change(turn);
        turn.CountIn(count);
    }
}
