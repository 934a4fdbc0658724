using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>An image that comes one byte a read costs more, but only in proportion to its length.</summary>
public sealed class DribbleTests
{
    public static TheoryData<string> Formats => VipsImages.Formats;

    [Theory, MemberData(nameof(Formats))]
    public async Task Every_byte_is_read_once_and_moved_at_most_once(string format)
    {
        foreach (var image in VipsImages.All.Where(image => image.Format == format && image.Width == 160))
        {
            var body = new DribbleStream(image.Bytes);
            Assert.Equal(ImageReason.None, (await new Meter().MeasureAsync(body, CancellationToken.None)).Reason);
            Assert.InRange(body.Reads, 1, image.Bytes.Length);
            Assert.InRange(body.Moved, 0, image.Bytes.Length);
        }
    }

    // The same number of bytes: quadratic work would take 16 times as long.
    [Theory, MemberData(nameof(Formats))]
    public async Task One_long_image_takes_as_long_as_many_short_ones(string format)
    {
        var (shorter, longer) = (VipsImages.Tall(format, 20), VipsImages.Tall(format, 16 * 20));
        var (many, one) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var run = 0; run < 3; run++)
        {
            many = Shorter(many, await ElapsedAsync(shorter, longer.Length / shorter.Length));
            one = Shorter(one, await ElapsedAsync(longer, 1));
        }
        Assert.InRange(one / many, 0, 4);
    }

    private static async Task<TimeSpan> ElapsedAsync(byte[] image, int times)
    {
        var started = ThreadClock.Now;
        for (var time = 0; time < times; time++)
        {
            var measuring = new Meter().MeasureAsync(new DribbleStream(image), CancellationToken.None);
            Assert.True(measuring.IsCompleted);
            await measuring;
        }

        return ThreadClock.Now - started;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
