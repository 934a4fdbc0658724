using System.Text;
using RetailPulse.Grains.Stores;

namespace RetailPulse.Tests.Stores;

public sealed class StoreMasterTests
{
    [Theory]
    [InlineData("store_id,store_name,area_code\nS1,One,10\nS2,Two,20\n")]
    [InlineData("AreaCode,StoreName,StoreID\n10,One,S1\n20,Two,S2\n")]
    [InlineData("STORENAME,storeid,areacode\nOne,S1,10\nTwo,S2,20\n")]
    [InlineData("\"store_id\",\"store_name\",\"area_code\"\n\"S1\",\"One\",\"10\"\n\"S2\",\"Two\",\"20\"\n")]
    [InlineData(" store_id , store_name , area_code \n S1 , One , 10 \n\tS2\t,Two,20\n")]
    [InlineData("store_id,store_name,area_code\r\nS1,One,10\r\nS2,Two,20\r\n")]
    [InlineData("\uFEFFstore_id,store_name,area_code\nS1,One,10\nS2,Two,20\n")]
    [InlineData("store_id,store_name,area_code\nS1,One,10\nS2,Two,20")]
    [InlineData("store_id,store_name,area_code\n\nS1,One,10\n\n\nS2,Two,20\n\n")]
    [InlineData("region,store_id,store_name,area_code\nnorth,S1,One,10\nsouth,S2,Two,20\n")]
    [InlineData("store_id,store_name,area_code\nS1,\"One, Mill Lane,-1\",10\nS2,\"The \"\"Two\"\"\",20\n")]
    [InlineData("store_id,store_name,area_code\nS1,\"One\nin two lines\",10\nS2,,\n")]
    public void A_real_file_is_read_whatever_its_quirks(string csv)
    {
        var stores = Read(csv);
        Assert.Equal(2, stores.Count);
        Assert.True(stores.Knows("S1") && stores.Knows("S2"));
        Assert.False(stores.Knows("s1") || stores.Knows("S3") || stores.Knows(""));
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("store_id,store_name,area_code\n", "line 1: the file holds no store")]
    [InlineData("store_id,store_name\nS1,One\n", "line 1: column 'areacode' is missing; the header must name store_id, store_name and area_code")]
    [InlineData("S1,One,10\nS2,Two,20\n", "line 1: column 'storeid' is missing; the header must name store_id, store_name and area_code")]
    [InlineData("store_id,StoreID,store_name,area_code\nS1,S1,One,10\n", "line 1: column 'storeid' is there twice")]
    [InlineData("store_id,store_name,area_code\nS1,One,10\nS2,Two,20\nS1,Again,10\n", "line 4: store id 'S1' is on line 2 already")]
    [InlineData("store_id,store_name,area_code\nS1,One,10\n,Two,20\n", "line 3: the store id is empty")]
    [InlineData("store_id,store_name,area_code\nS1,One,10\n\"  \",Two,20\n", "line 3: the store id is empty")]
    [InlineData("store_id,store_name,area_code\nS1,One\n", "line 2: 2 fields, and the header has 3")]
    [InlineData("store_id,store_name,area_code\nS1,One, Mill Lane,10\n", "line 2: 4 fields, and the header has 3")]
    [InlineData("store_id,store_name,area_code\nS1,On\"e,10\n", "line 2: a quote stands where none may")]
    [InlineData("store_id,store_name,area_code\nS1,\"One\"x,10\n", "line 2: a quote stands where none may")]
    public void A_broken_file_is_refused_with_line_and_reason(string csv, string message) =>
        Assert.Equal(message, Assert.Throws<StoreMasterException>(() => Read(csv)).Message);

    [Fact]
    public void A_quote_that_never_ends_is_refused() =>
        Assert.Throws<StoreMasterException>(() => Read("store_id,store_name,area_code\nS1,\"One,10\nS2,Two,20\n"));

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        byte[] csv = [.. "store_id,store_name,area_code\nS1,"u8, 0xE9, .. ",10\n"u8];
        Assert.Contains("the file is not UTF-8", Assert.Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream(csv))).Message);
    }

    [Fact]
    public void The_products_own_file_holds_5000_stores()
    {
        using var csv = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "store_master.csv"));
        var stores = StoreMaster.Read(csv);
        Assert.Equal(5_000, stores.Count);
        Assert.True(stores.Knows("S00339218") && stores.Knows("S01408764"));
    }

    private static StoreMaster Read(string csv) => StoreMaster.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
}
