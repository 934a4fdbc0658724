using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images.Thumbnails;

namespace RetailPulse.Tests.Unit.Grains.Images.Thumbnails;

public sealed class ThumbnailFolderTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("retailpulse-thumbnails-").FullName, "kept");
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void A_thumbnail_is_kept_by_content_and_size_also_after_a_restart()
    {
        Of().Keep(7, 160, File(100));
        Assert.Equal(File(100), Of().Find(7, 160));
        Assert.Null(Of().Find(7, 320));
        Assert.Null(Of().Find(8, 160));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            System.IO.File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder)))
        );
    }

    [Fact]
    public void Beyond_the_limit_those_not_requested_for_the_longest_time_are_deleted()
    {
        var kept = Of(limit: 1_000);
        for (UInt128 content = 1; content <= 10; content++)
        {
            kept.Keep(content, 160, File(100));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(kept.Find(1, 160));
        time.Advance(TimeSpan.FromSeconds(1));
        kept.Keep(11, 160, File(100));
        Assert.Null(kept.Find(2, 160));
        Assert.Null(kept.Find(3, 160));
        Assert.All([1, 4, 11], content => Assert.NotNull(kept.Find((UInt128)content, 160)));
        Assert.Equal(900, Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public void A_restart_counts_what_is_in_the_folder()
    {
        for (UInt128 content = 1; content <= 10; content++)
            Of(limit: 1_000).Keep(content, 160, File(100));
        Of(limit: 1_000).Keep(11, 160, File(100));
        Assert.InRange(Directory.GetFiles(folder).Length, 1, 9);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("holiday.jpg")]
    [InlineData("upload.next")]
    public void Other_files_in_the_folder_are_neither_counted_nor_deleted(string name)
    {
        Directory.CreateDirectory(folder);
        var other = Path.Combine(folder, name);
        System.IO.File.WriteAllBytes(other, new byte[5_000]);
        var kept = Of(limit: 100);
        kept.Keep(1, 160, File(60));
        kept.Keep(2, 160, File(60));
        Assert.True(System.IO.File.Exists(other));
        Assert.Single(Directory.GetFiles(folder, "*-160.jpg"));
    }

    [Fact]
    public void A_limit_of_0_keeps_nothing()
    {
        Of(limit: 0).Keep(1, 160, File(100));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void An_incomplete_file_is_not_returned()
    {
        Of().Keep(7, 160, File(100));
        System.IO.File.WriteAllBytes(Assert.Single(Directory.GetFiles(folder)), File(100)[..50]);
        Assert.Null(Of().Find(7, 160));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_has_no_consequence()
    {
        System.IO.File.WriteAllText(folder, "a file");
        var kept = Of();
        kept.Keep(7, 160, File(100));
        Assert.Null(kept.Find(7, 160));
    }

    [Fact]
    public void A_full_disk_has_no_consequence_and_leaves_no_part_of_a_file()
    {
        using var disk = new SmallDisk(megabytes: 1);
        var kept = Of(at: Path.Combine(disk.Folder, "kept"));
        kept.Keep(1, 160, File(100));
        disk.Fill();
        kept.Keep(2, 160, File(100_000));
        Assert.Null(kept.Find(2, 160));
        Assert.NotNull(kept.Find(1, 160));
        Assert.Single(Directory.GetFiles(Path.Combine(disk.Folder, "kept")));
        disk.Free();
        kept.Keep(2, 160, File(100_000));
        Assert.NotNull(kept.Find(2, 160));
    }

    private ThumbnailFolder Of(long limit = 1_000_000, string? at = null) =>
        new(Options.Create(new ThumbnailsOptions { Folder = at ?? folder, MaxBytes = limit }), time, NullLogger<ThumbnailFolder>.Instance);

    /// <summary>What begins and ends like a JPEG.</summary>
    private static byte[] File(int length) => [0xFF, 0xD8, .. new byte[length - 4], 0xFF, 0xD9];
}
