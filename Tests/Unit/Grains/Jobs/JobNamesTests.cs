using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class JobNamesTests
{
    [Fact]
    public void Metadata_with_the_same_pairs_is_equal()
    {
        var one = JobMetadata.Of([new("b", "2"), new("a", "1")])!;
        Assert.Equal(one, JobMetadata.Of([new("a", "1"), new("b", "2")]));
        Assert.Equal(one.GetHashCode(), JobMetadata.Of([new("a", "1"), new("b", "2")])!.GetHashCode());
        Assert.NotEqual(one, JobMetadata.Of([new("a", "1"), new("b", "3")]));
        Assert.Null(JobMetadata.Of([]));
    }

    [Fact]
    public void References_stay_with_their_images()
    {
        var images = new ImageUrls.Builder();
        images.Add("http://x/0");
        images.Add("http://x/1", "one");
        images.Add("http://x/2");
        var first = images.Drain();
        images.Add("http://x/3");
        var second = images.Drain();
        Assert.Equal([null, "one", null], first.References!);
        Assert.Equal((3, 1), (first.Count, second.Count));
        Assert.Null(second.References);
    }
}
