using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Thumbnails;

public sealed class ThumbnailRulesTests
{
    private static readonly ImageOutcome Photo = new(ImageReason.None, "jpeg", 4000, 3000, 2_000_000, TimeSpan.Zero, 7);

    [Fact]
    public void A_measured_jpeg_or_png_within_the_limits_has_a_thumbnail()
    {
        Assert.Equal(ThumbnailLack.None, ThumbnailRules.Judge(Photo));
        Assert.Equal(ThumbnailLack.None, ThumbnailRules.Judge(Photo with { Format = "png", Width = 5000, Height = 5000 }));
        Assert.Equal(ThumbnailLack.None, ThumbnailRules.Judge(Photo with { Bytes = 15_000_000 }));
    }

    [Fact]
    public void Anything_else_has_none_and_the_reason_is_stated()
    {
        Assert.Equal(ThumbnailLack.NotMeasured, ThumbnailRules.Judge(ImageOutcome.Failed(ImageReason.Http404)));
        Assert.Equal(ThumbnailLack.TooLarge, ThumbnailRules.Judge(Photo with { Width = 5001, Height = 5000 }));
        Assert.Equal(ThumbnailLack.TooLarge, ThumbnailRules.Judge(Photo with { Bytes = 15_000_001 }));
        Assert.All(
            ["gif", "webp", "bmp", "tiff", "heic", "avif", null],
            format => Assert.Equal(ThumbnailLack.Format, ThumbnailRules.Judge(Photo with { Format = format }))
        );
    }

    [Fact]
    public void Another_file_at_the_url_is_not_shown_in_place_of_the_measured_one()
    {
        Assert.Equal(ThumbnailLack.None, ThumbnailRules.Compare(Photo, Photo));
        Assert.Equal(ThumbnailLack.Changed, ThumbnailRules.Compare(Photo, Photo with { ContentHash = 8 }));
        Assert.Equal(ThumbnailLack.Changed, ThumbnailRules.Compare(Photo, ImageOutcome.Failed(ImageReason.NotAnImage)));
        Assert.Equal(ThumbnailLack.Unreachable, ThumbnailRules.Compare(Photo, ImageOutcome.Failed(ImageReason.Http404)));
        Assert.Equal(ThumbnailLack.TooLarge, ThumbnailRules.Compare(Photo, ImageOutcome.Failed(ImageReason.TooManyBytes)));
    }

    [Fact]
    public void Without_a_hash_format_and_size_decide()
    {
        var unhashed = Photo with { ContentHash = 0 };
        Assert.Equal(ThumbnailLack.None, ThumbnailRules.Compare(unhashed, Photo));
        Assert.Equal(ThumbnailLack.Changed, ThumbnailRules.Compare(unhashed, Photo with { Width = 1 }));
        Assert.Equal(ThumbnailLack.Changed, ThumbnailRules.Compare(unhashed, Photo with { Format = "png" }));
    }
}
