using System.Text;
using CsCheck;
using RetailPulse.Grains.Stores;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Unit.Grains.Stores;

public sealed class StoreMasterTests
{
    private const string Header = "store_id,store_name,area_code\n";
    private const string NotUtf8 =
        "the line is not UTF-8; the file is probably in Windows-1252: save it as \"CSV UTF-8 (Comma delimited)\"";

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
    public void A_real_file_is_read_with_all_its_quirks(string csv)
    {
        var stores = Read(csv);
        Assert.Equal(2, stores.Count);
        Assert.True(stores.Knows("S1") && stores.Knows("S2"));
        Assert.False(stores.Knows("s1") || stores.Knows("S3") || stores.Knows(""));
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("store_id,store_name,area_code\n", "line 1: the file holds no store")]
    [InlineData(
        "store_id,store_name\nS1,One\n",
        "line 1: column 'areacode' is missing; the header must name store_id, store_name and area_code"
    )]
    [InlineData(
        "S1,One,10\nS2,Two,20\n",
        "line 1: column 'storeid' is missing; the header must name store_id, store_name and area_code (and 2 more)"
    )]
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
        Assert.Contains(
            "the file is probably in Windows-1252: save it as \"CSV UTF-8",
            Assert.Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream(csv))).Message
        );
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_behind_a_byte_order_mark_too()
    {
        byte[] csv = [0xEF, 0xBB, 0xBF, .. "store_id,store_name,area_code\nS1,"u8, 0xE9, .. ",10\nS2,Two\n"u8];
        Assert.Equal(
            [new(2, NotUtf8), new(3, "2 fields, and the header has 3")],
            Assert.Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream(csv))).Faults
        );
    }

    [Fact]
    public void Every_invalid_line_is_reported_in_one_pass()
    {
        const string csv =
            "store_id,store_name,area_code\nS1,One,10\nS2,Two\n,Three,10\nS4,Fo\"ur,10\nS1,Again,20\nS\u0007,Bell,10\nS5,Five,10\n";
        var broken = Assert.Throws<StoreMasterException>(() => Read(csv));
        Assert.Equal(
            [
                new(3, "2 fields, and the header has 3"),
                new(4, "the store id is empty"),
                new(5, "a quote stands where none may"),
                new(6, "store id 'S1' is on line 2 already"),
                new(7, "the store id holds a control character"),
            ],
            broken.Faults
        );
        Assert.Equal("line 3: 2 fields, and the header has 3 (and 4 more)", broken.Message);
    }

    [Fact]
    public void Every_missing_column_is_reported() =>
        Assert.Equal(
            ["storeid", "areacode"],
            Assert.Throws<StoreMasterException>(() => Read("id,store_name\n")).Faults.Select(fault => fault.Reason.Split('\'')[1])
        );

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
        Assert.Equal(
            "line 500002: there are more than 500000 stores",
            Assert.Throws<StoreMasterException>(() => Read($"{most}S,,\n")).Message
        );
    }

    [Theory]
    [InlineData(201, 1, 1, "the store id is longer than 200 characters")]
    [InlineData(1, 1_001, 1, "a field is longer than 1000 characters")]
    [InlineData(1, 1, 1_001, "a field is longer than 1000 characters")]
    public void A_field_that_is_too_long_for_a_name_is_refused(int id, int name, int area, string reason) =>
        Assert.Equal(
            $"line 2: {reason}",
            Assert
                .Throws<StoreMasterException>(() =>
                    Read($"{Header}{new string('x', id)},{new string('x', name)},{new string('x', area)}\n")
                )
                .Message
        );

    [Fact]
    public void Random_content_is_read_or_refused() =>
        Gen.OneOfConst("S1", "\"", ",", "\n", "\r\n", "\"\"", " ", "x", "\0", "\uFEFF", "\uFFFF", "é")
            .Array[0, 30]
            .Sample(pieces =>
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

    [Theory]
    [InlineData("store_id;store_name;area_code\nS1;\"One, Mill Lane; 1\";10\nS2;Two, Inc.;20\n")]
    [InlineData("store_id\tstore_name\tarea_code\nS1\tOne, Mill Lane; 1\t10\nS2\tTwo, Inc.\t20\n")]
    [InlineData("sep=;\r\nstore_id;store_name;area_code\r\nS1;\"One, Mill Lane; 1\";10\r\nS2;Two, Inc.;20\r\n")]
    [InlineData("SEP=,\nstore_id,store_name,area_code\nS1,\"One, Mill Lane; 1\",10\nS2,\"Two, Inc.\",20\n")]
    [InlineData("\"sep=\t\"\nstore_id\tstore_name\tarea_code\nS1\tOne, Mill Lane; 1\t10\nS2\tTwo, Inc.\t20\n")]
    [InlineData("\uFEFFsep=;\nstore_id;store_name;area_code\nS1;\"One, Mill Lane; 1\";10\nS2;Two, Inc.;20\n")]
    [InlineData("Store ID,Store Name,Area Code\nS1,\"One, Mill Lane; 1\",10\nS2,\"Two, Inc.\",20\n")]
    [InlineData("store-id,STORE-NAME,area.code\nS1,\"One, Mill Lane; 1\",10\nS2,\"Two, Inc.\",20\n")]
    [InlineData("\u200BStore\u00A0Id;Store Name;Area Code\nS1;\"One, Mill Lane; 1\";10\nS2;Two, Inc.;20\n")]
    [InlineData("store_id,store_name,area_code,\nS1,\"One, Mill Lane; 1\",10,\nS2,\"Two, Inc.\",20\n")]
    [InlineData("store_id,store_name,area_code,,\nS1,\"One, Mill Lane; 1\",10,,a note\nS2,\"Two, Inc.\",20,\n")]
    [InlineData(",,\nstore_id,store_name,area_code\n,,\nS1,\"One, Mill Lane; 1\",10\n,,,,,\n , ,\nS2,\"Two, Inc.\",20\n,,\n")]
    [InlineData("store_id,store_name,area_code\r\nS1,\"One, Mill Lane; 1\",10\r\nS2,\"Two, Inc.\",20\r\n\u001A")]
    [InlineData("store_id,store_name,area_code\r\nS1,\"One, Mill Lane; 1\",10\r\nS2,\"Two, Inc.\",20\u001A\u001A")]
    [InlineData("store_id,store_name,area_code\r\nS1,\"One, Mill Lane; 1\",10\r\nS2,\"Two, Inc.\",\"20\"\u001A")]
    [InlineData("store_id,store_name,area_code\rS1,\"One, Mill Lane; 1\",10\rS2,\"Two, Inc.\",20\r")]
    [InlineData("store_id,store_name,area_code\nS1\u200B,\"One, Mill Lane; 1\",10\n\uFEFF\u00A0S2\u00A0 ,\"Two, Inc.\",20\n")]
    public void An_export_of_a_spreadsheet_is_read_where_its_meaning_is_certain(string csv)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var stores = StoreMaster.Read(new MemoryStream([.. encoding.Preamble, .. encoding.GetBytes(csv)]));
            Assert.Equal(
                [new Store("S1", "One, Mill Lane; 1", "10"), new Store("S2", "Two, Inc.", "20")],
                stores.Search(new StoreSearch(null, null, null, 9)).Stores
            );
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF16_is_read_without_its_mark_too(bool bigEndian) =>
        Assert.True(
            StoreMaster
                .Read(new MemoryStream(new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes($"{Header}S1,Löwe,10\n")))
                .Knows("S1")
        );

    [Theory]
    [InlineData(
        "store_id|store_name|area_code\nS1|One|10\n",
        "line 1: the names of the columns are not separated by commas, semicolons or tabs; separate fields by commas"
    )]
    [InlineData(
        "Store ID Store Name Area Code\nS1 One 10\n",
        "line 1: the names of the columns are not separated by commas, semicolons or tabs; separate fields by commas"
    )]
    [InlineData(
        "sep=|\nstore_id|store_name|area_code\nS1|One|10\n",
        "line 1: fields separated by '|' are not read; separate fields by commas"
    )]
    [InlineData(
        "sep=;\nstore_id,store_name,area_code\nS1,One,10\n",
        "line 2: the names of the columns are not separated by ';', as line 1 says; separate fields by commas"
    )]
    [InlineData(
        "sep=;\nstore_id;store_name\nS1;One\n",
        "line 2: column 'areacode' is missing; the header must name store_id, store_name and area_code"
    )]
    [InlineData("sep=;\n", "line 1: the file is empty")]
    [InlineData("store_id;Store ID;store_name;area_code\nS1;S1;One;10\n", "line 1: column 'storeid' is there twice")]
    [InlineData(
        "store_id,store_name,area_code\nS1;One;10\n",
        "line 2: 1 fields, and the header has 3; separate all fields by the same character"
    )]
    [InlineData("store_id,store_name,area_code\nS1,One,10,\n", "line 2: 4 fields, and the header has 3")]
    [InlineData("store_id,store_name,area_code,\nS1,One\n", "line 2: 2 fields, and the header has 4")]
    [InlineData("store_id;store_name;area_code\n;Two;20\n", "line 2: the store id is empty")]
    [InlineData("store_id,store_name,area_code\nS\u001A1,One,10\n", "line 2: the store id holds a control character")]
    [InlineData(
        "store_id,store_name,area_code\nS1,One,10\n3.39218E+11,Two,20\n",
        "line 3: the store id '3.39218E+11' was rounded by a spreadsheet; format its column as text, enter its values again, and export again"
    )]
    [InlineData(
        "store_id;store_name;area_code\n3,39218E+11;Two;20\n",
        "line 2: the store id '3,39218E+11' was rounded by a spreadsheet; format its column as text, enter its values again, and export again"
    )]
    [InlineData(
        "store_id,store_name,area_code\nS1,One,7E+14\n",
        "line 2: the area code '7E+14' was rounded by a spreadsheet; format its column as text, enter its values again, and export again"
    )]
    [InlineData(
        "store_id,store_name,area_code\nS\u200B1,One,10\n",
        "line 2: the store id 'S\u200B1' holds the character U+200B, which does not show; remove it"
    )]
    [InlineData(
        "store_id,store_name,area_code\nS1,One,10\ns1,Two,20\n",
        "line 3: store id 's1' differs only in case from 'S1' on line 2, and ids are compared exactly; keep one of them"
    )]
    [InlineData("store_id,store_name,area_code\nS1,One,10\nS1\u200B,Two,20\n", "line 3: store id 'S1' is on line 2 already")]
    public void An_export_of_a_spreadsheet_is_refused_where_its_meaning_is_not_certain(string csv, string message) =>
        Assert.Equal(message, Assert.Throws<StoreMasterException>(() => Read(csv)).Message);

    [Theory]
    [InlineData(
        "504B0304",
        "line 1: this is a zip archive, such as an Excel workbook (.xlsx), and not CSV: save it as \"CSV UTF-8 (Comma delimited)\""
    )]
    [InlineData("D0CF11E0A1B11AE1", "line 1: this is an Excel workbook (.xls), and not CSV: save it as \"CSV UTF-8 (Comma delimited)\"")]
    [InlineData("FFFE000073000000", "line 1: this is UTF-32: save it as \"CSV UTF-8 (Comma delimited)\"")]
    public void A_file_that_is_no_CSV_is_named(string bytes, string message) =>
        Assert.Equal(
            message,
            Assert
                .Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream([.. Convert.FromHexString(bytes), .. new byte[100]])))
                .Message
        );

    [Fact]
    public void Every_line_in_Windows_1252_is_reported()
    {
        byte[] csv = [.. "store_id;store_name;area_code\nS1;L"u8, 0xF6, .. "we;10\nS2;Two;20\nS3;Caf"u8, 0xE9, .. ";30\n"u8];
        Assert.Equal(
            [new(2, NotUtf8), new(4, NotUtf8)],
            Assert.Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream(csv))).Faults
        );
    }

    [Fact]
    public void Bytes_that_are_no_UTF16_are_refused_with_their_line()
    {
        byte[] csv =
        [
            .. Encoding.Unicode.Preamble,
            .. Encoding.Unicode.GetBytes(Header),
            .. Encoding.Unicode.GetBytes("S1,x"),
            0x00,
            0xD8,
            .. Encoding.Unicode.GetBytes(",10\n"),
        ];
        Assert.Equal(
            "line 2: the line is not UTF-16: save it as \"CSV UTF-8 (Comma delimited)\"",
            Assert.Throws<StoreMasterException>(() => StoreMaster.Read(new MemoryStream(csv))).Message
        );
    }

    /// <summary>An id of letters and digits that merely looks like a number is none that was rounded.</summary>
    [Theory]
    [InlineData("12E4")]
    [InlineData("1E5")]
    [InlineData("E+11")]
    [InlineData("3.4E+1")]
    public void An_id_that_only_looks_like_a_number_is_accepted(string id) => Assert.True(Read($"{Header}{id},One,10\n").Knows(id));

    [Fact]
    public void A_version_that_was_in_force_stays_valid_by_newer_rules()
    {
        var stores = StoreMaster.ReadVersion(
            new MemoryStream(
                Encoding.UTF8.GetBytes($"{Header}S1,One,10\ns1,Two,20\n3.4E+11,Three,30\nS\u200B4,Four,40\nS1\u200B,Five,50\n")
            )
        );
        Assert.Equal(["3.4E+11", "S1", "S\u200B4", "s1"], Ids(stores.Search(new StoreSearch(null, null, null, 9))));
        Assert.Equal("One", stores.Find("S1")!.StoreName);
    }

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
    public void Areas_have_the_number_of_their_stores_and_their_pages_follow_each_other()
    {
        var stores = Read(Header + "S1,One,20\nS2,Two,10\nS3,Three,\nS4,Four,20\n");
        var first = stores.ListAreas(new AreaList(null, 2));
        Assert.Equal([new Area("", 1), new Area("10", 1)], first.Areas);
        Assert.Equal((3, true), (first.Total, first.More));
        var last = stores.ListAreas(new AreaList("10", 2));
        Assert.Equal([new Area("20", 2)], last.Areas);
        Assert.Equal((3, false), (last.Total, last.More));
        Assert.Equal(["10", "20"], stores.ListAreas(new AreaList("", 9)).Areas.Select(area => area.AreaCode));
        Assert.Equal(["20"], stores.ListAreas(new AreaList("1x", 9)).Areas.Select(area => area.AreaCode));
        Assert.Empty(stores.ListAreas(new AreaList("30", 9)).Areas);
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
