using System.Text;
using CsCheck;
using RetailPulse.Grains.Stores;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Stores;

public sealed class StoreMasterTests
{
    private const string Header = "store_id,store_name,area_code\n";

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
    [InlineData("S1,One,10\nS2,Two,20\n", "line 1: column 'storeid' is missing; the header must name store_id, store_name and area_code (and 2 more)")]
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
    public void Bytes_that_are_no_utf8_are_refused_behind_a_byte_order_mark_too()
    {
        byte[] csv = [0xEF, 0xBB, 0xBF, .. "store_id,store_name,area_code\nS1,"u8, 0xE9, .. ",10\nS2,Two\n"u8];
        Assert.Equal(
            [new(2, "the file is not UTF-8"), new(3, "2 fields, and the header has 3")],
            Assert.Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream(csv))).Faults);
    }

    [Fact]
    public void Every_wrong_line_is_told_in_one_reading()
    {
        const string csv = "store_id,store_name,area_code\nS1,One,10\nS2,Two\n,Three,10\nS4,Fo\"ur,10\nS1,Again,20\nS\u0007,Bell,10\nS5,Five,10\n";
        var broken = Assert.Throws<StoreMasterException>(() => Read(csv));
        Assert.Equal(
            [
                new(3, "2 fields, and the header has 3"),
                new(4, "the store id is empty"),
                new(5, "a quote stands where none may"),
                new(6, "store id 'S1' is on line 2 already"),
                new(7, "the store id holds a control character"),
            ],
            broken.Faults);
        Assert.Equal("line 3: 2 fields, and the header has 3 (and 4 more)", broken.Message);
    }

    [Fact]
    public void Every_missing_column_is_told() => Assert.Equal(
        ["storeid", "areacode"],
        Assert.Throws<StoreMasterException>(() => Read("id,store_name\n")).Faults.Select(fault => fault.Reason.Split('\'')[1]));

    [Fact]
    public void After_100_wrong_lines_the_rest_is_not_read()
    {
        var faults = Assert.Throws<StoreMasterException>(() => Read(Header + string.Concat(Enumerable.Repeat("S1\n", 1_000)))).Faults;
        Assert.Equal((100, 101), (faults.Length, faults[^1].Line));
    }

    [Fact]
    public void More_than_500000_stores_are_refused()
    {
        var most = Header + string.Concat(Enumerable.Range(0, 500_000).Select(store => $"{store},,\n"));
        Assert.Equal(500_000, Read(most).Count);
        Assert.Equal("line 500002: there are more than 500000 stores", Assert.Throws<StoreMasterException>(() => Read($"{most}S,,\n")).Message);
    }

    [Theory]
    [InlineData(201, 1, 1, "the store id is longer than 200 characters")]
    [InlineData(1, 1_001, 1, "a field is longer than 1000 characters")]
    [InlineData(1, 1, 1_001, "a field is longer than 1000 characters")]
    public void A_field_that_is_no_name_any_more_is_refused(int id, int name, int area, string reason) => Assert.Equal(
        $"line 2: {reason}", Assert.Throws<StoreMasterException>(() => Read($"{Header}{new string('x', id)},{new string('x', name)},{new string('x', area)}\n")).Message);

    [Fact]
    public void Whatever_comes_is_read_or_refused() => Gen.OneOfConst("S1", "\"", ",", "\n", "\r\n", "\"\"", " ", "x", "\0", "\uFEFF", "\uFFFF", "é").Array[0, 30].Sample(pieces =>
    {
        try
        {
            Assert.NotEqual(0, Read(Header + string.Concat(pieces)).Count);
        }
        catch (StoreMasterException exception)
        {
            Assert.NotEmpty(exception.Faults);
        }
    });

    [Fact]
    public void A_store_is_found_with_its_name_and_area()
    {
        var stores = Read("AreaCode,StoreName,StoreID\n10,\" One, Mill Lane \",S1\n");
        Assert.Equal(new Store("S1", "One, Mill Lane", "10"), stores.Find("S1"));
        Assert.Null(stores.Find("s1"));
    }

    [Theory]
    [InlineData(null, null, "B1,S1,S10,S2,s3")]
    [InlineData("10", null, "S1,S10,s3")]
    [InlineData("1", null, "")]
    [InlineData(null, "s1", "S1,S10")]
    [InlineData(null, "LANE", "B1,S1,s3")]
    [InlineData("10", "lane", "S1,s3")]
    [InlineData(null, "ümit", "S10")]
    [InlineData(null, "nowhere", "")]
    public void Stores_are_found_by_area_and_part_of_id_or_name(string? area, string? text, string found)
    {
        var page = Sample().Search(new StoreSearch(area, text, null, 100));
        Assert.Equal(found, string.Join(',', page.Stores.Select(store => store.StoreId)));
        Assert.False(page.More);
    }

    [Fact]
    public void Pages_follow_each_other_without_gap_or_repetition()
    {
        var stores = Sample();
        var first = stores.Search(new StoreSearch(null, null, null, 2));
        var second = stores.Search(new StoreSearch(null, null, first.Stores[^1].StoreId, 2));
        var last = stores.Search(new StoreSearch(null, null, second.Stores[^1].StoreId, 2));
        Assert.Equal(["B1", "S1", "|", "S10", "S2", "|", "s3"], [.. Ids(first), "|", .. Ids(second), "|", .. Ids(last)]);
        Assert.Equal((true, true, false), (first.More, second.More, last.More));
        Assert.Equal(["S2", "s3"], Ids(stores.Search(new StoreSearch(null, null, "S1x", 9))));
    }

    [Fact]
    public void The_products_own_file_holds_5000_stores()
    {
        using var csv = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "store_master.csv"));
        var stores = StoreMaster.Read(csv);
        Assert.Equal(5_000, stores.Count);
        Assert.True(stores.Knows("S00339218") && stores.Knows("S01408764"));
    }

    private static StoreMaster Sample() => Read(Header + "S2,Two,20\nS10,Ümit,10\nS1,One Lane,10\ns3,Lane Three,10\nB1,At the Lane,20\n");

    private static string[] Ids(StorePage page) => [.. page.Stores.Select(store => store.StoreId)];

    private static StoreMaster Read(string csv) => StoreMaster.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
}
