using RetailPulse.Grains.Stores;

namespace RetailPulse.Tests.Unit.Grains.Stores;

public sealed class FileFollowerTests
{
    private readonly FileFollower follower = new();

    [Fact]
    public void The_first_reading_does_not_wait()
    {
        Assert.True(follower.IsDue(Of(100)));
        Assert.Null(follower.Expected);
        follower.Finish(Of(100));
        Assert.False(follower.IsDue(Of(100)));
    }

    [Fact]
    public void A_file_that_is_being_written_is_read_once_it_stays_the_same()
    {
        Read(Of(100));
        foreach (var length in (long[])[10, 20, 30])
            Assert.False(follower.IsDue(Of(length)));
        Assert.True(follower.IsDue(Of(30)));
        Assert.Equal(Of(30), follower.Expected);
        follower.Finish(Of(30));
        Assert.False(follower.IsDue(Of(30)));
    }

    [Fact]
    public void A_file_whose_reading_failed_stays_due()
    {
        Read(Of(100));
        Assert.False(follower.IsDue(Of(10)));
        Assert.True(follower.IsDue(Of(10)));
        Assert.True(follower.IsDue(Of(10)));
    }

    [Fact]
    public void A_file_that_is_deleted_for_a_moment_is_not_missed()
    {
        Read(Of(100));
        Assert.False(follower.IsDue(default));
        Assert.False(follower.IsDue(Of(100)));
        Assert.False(follower.IsDue(default));
        Assert.True(follower.IsDue(default));
    }

    private void Read(FileStamp stamp)
    {
        Assert.True(follower.IsDue(stamp));
        follower.Finish(stamp);
    }

    private static FileStamp Of(long length) => new(new DateTime(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc), length);
}
