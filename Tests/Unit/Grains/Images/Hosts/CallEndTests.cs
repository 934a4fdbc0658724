using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Hosts;

public sealed class CallEndTests
{
    [Theory]
    [InlineData(ImageReason.HttpStatus, null, null, CallEnd.Answered)]
    [InlineData(ImageReason.HttpStatus, true, null, CallEnd.Broken)]
    [InlineData(ImageReason.HttpStatus, true, 5, CallEnd.Busy)]
    [InlineData(ImageReason.HttpStatus, true, 50, CallEnd.BusyForLong)]
    [InlineData(ImageReason.Http429, null, 5, CallEnd.Busy)]
    [InlineData(ImageReason.Protocol, false, null, CallEnd.Broken)]
    public void An_attempt_says_how_its_host_is(ImageReason reason, bool? transient, int? retryAfter, object end)
    {
        var asked = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        Assert.Equal(
            (CallEnd)end,
            CallEnds.From(
                ImageAttempt.Failed(reason, retryAfter: asked, transient: transient),
                responded: true,
                canWait: TimeSpan.FromSeconds(10)
            )
        );
    }
}
