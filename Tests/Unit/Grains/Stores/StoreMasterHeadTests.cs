using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Unit.Grains.Stores;

/// <summary>Tests that the newer of file and upload is in effect.</summary>
public sealed class StoreMasterHeadTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_file_is_version_1()
    {
        var head = new StoreMasterHead(null, null);
        Assert.False(head.HasTaken(StoreMasterSource.File, "aa"));
        Assert.Equal(
            new StoreMasterEntry(1, StoreMasterSource.File, 3, Noon, "aa"),
            head.Next(StoreMasterSource.File, 3, Noon.AddTicks(9_999), "aa")
        );
    }

    [Fact]
    public void A_file_counts_once_even_when_an_upload_came_after_it()
    {
        var head = new StoreMasterHead(new StoreMasterEntry(2, StoreMasterSource.Upload, 3, Noon, "bb"), "aa");
        Assert.True(head.HasTaken(StoreMasterSource.File, "aa"));
        Assert.False(head.HasTaken(StoreMasterSource.File, "cc"));
    }

    [Fact]
    public void A_file_that_became_what_was_uploaded_counts_as_changed()
    {
        // Else it would count later, over an upload that came after.
        var head = new StoreMasterHead(new StoreMasterEntry(2, StoreMasterSource.Upload, 3, Noon, "bb"), "aa");
        Assert.False(head.HasTaken(StoreMasterSource.File, "bb"));
    }

    [Fact]
    public void An_upload_that_is_in_force_is_taken_already_and_an_older_one_is_not()
    {
        var head = new StoreMasterHead(new StoreMasterEntry(2, StoreMasterSource.Upload, 3, Noon, "bb"), "aa");
        Assert.True(head.HasTaken(StoreMasterSource.Upload, "bb"));
        Assert.False(head.HasTaken(StoreMasterSource.Upload, "aa"));
        Assert.Equal(3, head.Next(StoreMasterSource.Upload, 3, Noon, "aa").Version);
    }
}
