using System.Text;
using CsCheck;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.Tests.Unit.WebFrontend.Submissions;

/// <summary>Tests what a reader reports about submissions with invalid fields.</summary>
public sealed class FieldErrorsTests
{
    private const int Most = 100;
    private const string Visit = """{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t"}""";

    public static TheoryData<string> Invalid => InvalidBodies.Names;

    /// <summary>Bodies, and the fields of each that are wrong, in order.</summary>
    public static TheoryData<string, string[]> Bodies =>
        new()
        {
            { """{}""", ["/count is missing", "/visits is missing"] },
            {
                """{"count":1,"visits":[{}]}""",
                ["/visits/0/store_id is missing", "/visits/0/image_url is missing", "/visits/0/visit_time is missing"]
            },
            {
                """{"count":1,"visits":[{"Store_Id":"S1","image_url":["http://a.example/"],"visit_time":"t"}]}""",
                ["/visits/0/store_id is missing"]
            },
            {
                """{"count":"1","visits":[{"store_id":7,"image_url":"http://a.example/","visit_time":null}]}""",
                [
                    "/count must be the number of visits",
                    "/visits/0/store_id must be text",
                    "/visits/0/image_url must be a list",
                    "/visits/0/visit_time must be text",
                ]
            },
            {
                """{"count":1,"visits":[{"visit_time":[[],{}],"store_id":{"a":["b",{"a":1,"a":1}]},"image_url":[["x"],"http://a.example/",{"y":{}},null]}]}""",
                [
                    "/visits/0/visit_time must be text",
                    "/visits/0/store_id must be text",
                    "/visits/0/image_url/0 must be text",
                    "/visits/0/image_url/2 must be text",
                    "/visits/0/image_url/3 must be text",
                ]
            },
            { """{"count":[1],"visits":{"a":[]}}""", ["/count must be the number of visits", "/visits must be a list"] },
            { """{"count":1.0,"visits":null}""", ["/count must be the number of visits", "/visits must be a list"] },
            {
                $$"""{"count":5,"visits":[1,{{Visit}},null,[{{Visit}}],{"store_id":"","image_url":[],"visit_time":""}]}""",
                [
                    "/visits/0 must be an object",
                    "/visits/2 must be an object",
                    "/visits/3 must be an object",
                    "/visits/4/store_id must not be empty",
                    "/visits/4/image_url must not be empty",
                    "/visits/4/visit_time must not be empty",
                ]
            },
            { """{"count":0,"visits":[]}""", ["/visits must not be empty"] },
            { $$"""{"count":3,"visits":[{{Visit}},{{Visit}}]}""", ["/count must be the number of visits, which is 2"] },
            { $$"""{"count":-1,"visits":[{{Visit}}]}""", ["/count must be the number of visits, which is 1"] },
            {
                $$"""{"count":1,"count":2,"visits":[{{Visit}}],"count":"3","visits":7}""",
                ["/count is given more than once", "/visits is given more than once"]
            },
            {
                """{"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t","\u0073tore_id":"S2","image_url":["x"]}]}""",
                ["/visits/0/store_id is given more than once", "/visits/0/image_url is given more than once"]
            },
            { $$"""{"a":1,"count":1,"a":{"b":1,"b":1},"visits":[{{Visit}}]}""", ["/a is given more than once"] },
            {
                """{"count":2,"visits":[{"store_id":"S1","image_url":["http://a.example/","ftp://a.example/"],"visit_time":"t"},{"store_id":"S2","image_url":["",7,"http://u@a.example/"],"visit_time":"t"}]}""",
                [
                    $"/visits/0/image_url/1 {ImageUrl.Rule}",
                    $"/visits/1/image_url/0 {ImageUrl.Rule}",
                    "/visits/1/image_url/1 must be text",
                    $"/visits/1/image_url/2 {ImageUrl.Rule}",
                ]
            },
            {
                """{"count":1,"visits":[{"store_id":"S\u0000","image_url":["http://a.example/\u0007"],"visit_time":"\ud800"}]}""",
                [
                    "/visits/0/store_id must not have control characters",
                    "/visits/0/image_url/0 must not have control characters",
                    "/visits/0/visit_time must be Unicode",
                ]
            },
            {
                $$$"""{"count":1,"visits":[{{{Visit}}}],"note":[{"b":"\u0007"},"\u0007"],"a/b~c":{"d":[{"e":1,"e":1}]},"":{"\u0007":1},"f":"\udc00","ok":{"g":["h"]}}""",
                [
                    "/note must not have control characters",
                    "/a~1b~0c has a member that is given more than once",
                    "/ must have only names in Unicode without control characters",
                    "/f must be Unicode",
                ]
            },
            {
                """{"\u0007":1,"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t","\ud800":[{}],"\u0008":2}]}""",
                [
                    " must have only names in Unicode without control characters",
                    "/visits/0 must have only names in Unicode without control characters",
                ]
            },
            { """[1]""", [" must be an object"] },
            { "null", [" must be an object"] },
            { "", [" is not valid JSON, or is incomplete, at line 1, byte 1"] },
            {
                """{"count":"1","visits":[{"store_id":""",
                ["/count must be the number of visits", " is not valid JSON, or is incomplete, at line 1, byte 36"]
            },
            { "{\"count\":1,\n\"visits\":[\n" + Visit + ",]}", [" is not valid JSON, or is incomplete, at line 3, byte 70"] },
            {
                $$"""{"count":2,"visits":[{{Visit}}]} {}""",
                ["/count must be the number of visits, which is 1", " must end after the object"]
            },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Every_invalid_field_is_listed_once_with_its_pointer(string body, string[] wrong) =>
        Assert.Equal(wrong, Tell(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void How_the_body_arrived_does_not_matter(string body, string[] wrong)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var step = 1; step < bytes.Length; step++)
            Assert.Equal(wrong, Tell(bytes, [.. Enumerable.Range(1, (bytes.Length - 1) / step).Select(cut => cut * step)]));
        if (bytes.Length > 1)
            Gen.Int[1, bytes.Length - 1].Array[0, 6].Sample(cuts => Tell(bytes, cuts).SequenceEqual(wrong), iter: 200);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_body_has_errors_however_it_arrives(string name)
    {
        var body = InvalidBodies.Of(name);
        var wrong = Tell(body);
        Assert.NotEmpty(wrong);
        Assert.Equal(wrong, Tell(body, [.. Enumerable.Range(0, body.Length)]));
    }

    [Fact]
    public void A_valid_submission_has_no_errors()
    {
        var reader = new SubmissionReader(Most).Feed(Encoding.UTF8.GetBytes(InvalidBodies.Valid));
        Assert.False(reader.Errors.Any);
        Assert.Equal("S1", reader.Submission!.Visits.Single().StoreId);
    }

    [Fact]
    public void What_was_read_keeps_its_places()
    {
        var body = $$"""{"count":3,"visits":[null,{"store_id":"S2","image_url":["x","http://b.example/"],"visit_time":7},{{Visit}}]}""";
        var reader = new SubmissionReader(Most).Feed(Encoding.UTF8.GetBytes(body));
        Assert.Null(reader.Submission);
        Assert.Equal(["", "S2", "S1"], reader.Read.Visits.Select(visit => visit.StoreId));
        Assert.Equal(["", "http://b.example/"], reader.Read.Visits[1].ImageUrls);
    }

    [Theory]
    [InlineData(99, 99, false)]
    [InlineData(100, 100, false)]
    [InlineData(101, 100, true)]
    [InlineData(5_000, 100, true)]
    public void At_most_100_errors_are_listed_and_the_rest_is_indicated(int wrong, int told, bool more)
    {
        var body = $$"""{"count":{{wrong}},"visits":[{{string.Join(',', Enumerable.Repeat("7", wrong))}}]}""";
        var reader = new SubmissionReader(Most).Feed(Encoding.UTF8.GetBytes(body));
        Assert.Equal((told, more), (reader.Errors.Found.Count, reader.Errors.More));
        Assert.Equal($"/visits/{told - 1}", reader.Errors.Found[^1].Field);
    }

    [Fact]
    public void A_long_name_is_truncated()
    {
        var name = new string('n', 90_000);
        Assert.Equal(
            [$"/{name[..100]}… is given more than once"],
            Tell(Encoding.UTF8.GetBytes($"{InvalidBodies.Valid[..^1]},\"{name}\":1,\"{name}\":1}}"))
        );
    }

    private static IEnumerable<string> Tell(byte[] body, params int[] cuts) =>
        new SubmissionReader(Most).Feed(body, cuts).Errors.Found.Select(field => $"{field.Field} {field.Message}");
}
