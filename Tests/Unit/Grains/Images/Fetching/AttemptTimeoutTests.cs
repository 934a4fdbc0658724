using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class AttemptTimeoutTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly CancellationTokenSource caller = new();
    private readonly AttemptTimeout watch;

    public AttemptTimeoutTests() =>
        watch = new AttemptTimeout(
            new ImagesOptions { IdleTimeout = TimeSpan.FromSeconds(10) },
            TimeSpan.FromSeconds(30),
            time,
            () => { },
            caller.Token
        );

    private bool Over => watch.Token.IsCancellationRequested;

    public void Dispose()
    {
        watch.Dispose();
        caller.Dispose();
    }

    [Fact]
    public void Silence_ends_an_attempt()
    {
        watch.StartIdle();
        Pass(9.9);
        Assert.False(Over);
        Pass(0.1);
        Assert.True(Over);
    }

    [Fact]
    public void Each_byte_is_a_new_beginning()
    {
        watch.StartIdle();
        Pass(9);
        watch.OnBytes(1);
        Pass(9);
        Assert.False(Over);
        Pass(1);
        Assert.True(Over);
        Assert.Equal(1, watch.BytesRead);
    }

    [Fact]
    public void The_deadline_holds_however_many_bytes_come()
    {
        for (var second = 0; second < 29; second++)
        {
            watch.OnBytes(1);
            Pass(1);
        }

        watch.OnBytes(1);
        Assert.False(Over);
        Pass(1);
        Assert.True(Over);
    }

    [Fact]
    public void Waiting_for_a_connection_is_no_silence()
    {
        Pass(15);
        Assert.False(Over);
        watch.StartIdle();
        Pass(5);
        watch.StopIdle();
        Pass(9.9);
        Assert.False(Over);
        Pass(0.1);
        Assert.True(Over);
    }

    [Fact]
    public void A_byte_after_the_deadline_comes_too_late()
    {
        Pass(31);
        watch.OnBytes(1);
        Assert.True(Over);
    }

    [Fact]
    public void The_caller_may_give_up_first()
    {
        caller.Cancel();
        Assert.True(Over);
    }

    private void Pass(double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));
}
