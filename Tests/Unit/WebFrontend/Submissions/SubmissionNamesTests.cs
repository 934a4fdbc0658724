using System.Text;
using System.Text.Json;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.Tests.Unit.WebFrontend.Submissions;

/// <summary>Labels, metadata, and references of submissions.</summary>
public sealed class SubmissionNamesTests
{
    private const string Url = "http://a.example/1";

    [Fact]
    public void Names_are_read_as_they_were_written()
    {
        var read = Read(
            """
            {"metadata":{"order":"4711","count":"x","Zürich / 1":"a~b"},"label":"Week 19","count":2,"visits":[
              {"store_id":"S1","reference":"visit-7","visit_time":"t","image_url":[
                "http://a.example/1",{"url":" http://a.example/2 ","reference":"photo-2"},{"url":"http://a.example/3"}]},
              {"store_id":"S1","visit_time":"t","image_url":["http://a.example/4"],"reference":null}]}
            """
        ).Submission!;
        Assert.Equal("Week 19", read.Label);
        Assert.Equal([new("Zürich / 1", "a~b"), new("count", "x"), new("order", "4711")], read.Metadata!.Pairs.ToArray());
        Assert.Equal(["visit-7", null], read.Visits.Select(visit => visit.Reference));
        Assert.Equal(["http://a.example/1", "http://a.example/2", "http://a.example/3"], read.Visits[0].ImageUrls);
        Assert.Equal([null, "photo-2", null], read.Visits[0].ImageUrls.References!);
        Assert.Null(read.Visits[1].ImageUrls.References);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"label\":null,\"metadata\":null,")]
    [InlineData("\"metadata\":{},")]
    public void A_submission_without_names_has_none(string names)
    {
        var read = Read($"{{{names}\"count\":1,\"visits\":[{Visit()}]}}").Submission!;
        Assert.Equal((null, null, null), (read.Label, read.Metadata, read.Visits[0].Reference));
    }

    [Theory]
    [InlineData("\"\"", "/label must not be empty")]
    [InlineData("7", "/label must be text")]
    [InlineData("{\"a\":1}", "/label must be text")]
    [InlineData("\"a\\u0000\"", "/label must not have control characters")]
    [InlineData("201", "/label must have at most 200 characters")]
    public void An_invalid_label_is_refused(string value, string problem) =>
        Assert.Equal([problem], Problems($"{{\"label\":{TextOf(value)},\"count\":1,\"visits\":[{Visit()}]}}"));

    [Theory]
    [InlineData("\"a\"", "/metadata must be an object")]
    [InlineData("[]", "/metadata must be an object")]
    [InlineData("{\"a\":1,\"b\":\"x\"}", "/metadata/a must be text")]
    [InlineData("{\"a\":null}", "/metadata/a must be text")]
    [InlineData("{\"a\":{\"b\":{}}}", "/metadata/a must be text")]
    [InlineData("{\"a\":\"\"}", "/metadata/a must not be empty")]
    [InlineData("{\"a/b\":\"\"}", "/metadata/a~1b must not be empty")]
    [InlineData("{\"a\":\"x\",\"a\":\"y\"}", "/metadata/a is given more than once")]
    [InlineData(
        "{\"a[b]\":\"x\"}",
        "/metadata/a[b] must have a name of 1 to 64 characters, without square brackets and control characters"
    )]
    [InlineData("{\"\":\"x\"}", "/metadata/ must have a name of 1 to 64 characters, without square brackets and control characters")]
    [InlineData("{\"a\\u0001\":\"x\"}", "/metadata must have only names in Unicode without control characters")]
    public void Invalid_metadata_is_refused_by_its_key(string value, string problem) =>
        Assert.Equal([problem], Problems($"{{\"metadata\":{value},\"count\":1,\"visits\":[{Visit()}]}}"));

    [Fact]
    public void Metadata_has_limits()
    {
        Assert.Empty(Problems(With(Pairs(16, 64, 512))));
        Assert.Equal(["/metadata must have at most 16 pairs"], Problems(With(Pairs(18, 64, 512))));
        Assert.Contains("/metadata/", Problems(With(Pairs(1, 65, 1))).Single());
        Assert.EndsWith("must have at most 512 characters", Problems(With(Pairs(1, 1, 513))).Single());

        static string With(object metadata) => $"{{\"metadata\":{JsonSerializer.Serialize(metadata)},\"count\":1,\"visits\":[{Visit()}]}}";

        static Dictionary<string, string> Pairs(int count, int key, int value) =>
            Enumerable.Range(0, count).ToDictionary(number => $"{number}".PadLeft(key, 'k'), _ => new string('v', value));
    }

    [Theory]
    [InlineData("{\"url\":\"http://a.example/\",\"reference\":\"\"}", "/visits/0/image_url/1/reference must not be empty")]
    [InlineData("{\"url\":\"http://a.example/\",\"reference\":7}", "/visits/0/image_url/1/reference must be text")]
    [InlineData("{\"reference\":\"a\"}", "/visits/0/image_url/1/url is missing")]
    [InlineData("{}", "/visits/0/image_url/1/url is missing")]
    [InlineData("{\"url\":\"http://a.example/\",\"url\":\"http://a.example/\"}", "/visits/0/image_url/1/url is given more than once")]
    [InlineData("{\"url\":7}", "/visits/0/image_url/1/url must be text")]
    [InlineData("{\"url\":{\"url\":\"http://a.example/\"}}", "/visits/0/image_url/1/url must be text")]
    [InlineData("[\"http://a.example/\"]", "/visits/0/image_url/1 must be text")]
    public void An_invalid_image_is_refused(string image, string problem) =>
        Assert.Equal([problem], Problems($"{{\"count\":1,\"visits\":[{Visit(image)}]}}"));

    [Fact]
    public void Unknown_members_and_long_references_are_refused()
    {
        Assert.StartsWith(
            "/visits/0/image_url/1/Url ",
            Problems($$"""{"count":1,"visits":[{{Visit("""{"url":"http://a.example/","Url":"x"}""")}}]}""")[0]
        );
        Assert.Equal(
            ["/visits/0/reference must have at most 200 characters"],
            Problems($"{{\"count\":1,\"visits\":[{Visit().Insert(1, $"\"reference\":{TextOf("201")},")}]}}")
        );
    }

    [Fact]
    public void The_contract_route_ignores_names_and_refuses_objects()
    {
        var names = $"{{\"label\":7,\"metadata\":[1],\"count\":1,\"visits\":[{Visit().Insert(1, "\"reference\":{},")}]}}";
        var read = new SubmissionReader().Feed(Encoding.UTF8.GetBytes(names)).Submission!;
        Assert.Equal((null, null, null), (read.Label, read.Metadata, read.Visits[0].Reference));
        var objects = $"{{\"count\":1,\"visits\":[{Visit("{\"url\":\"http://a.example/\"}")}]}}";
        Assert.Null(new SubmissionReader().Feed(Encoding.UTF8.GetBytes(objects)).Submission);
    }

    [Fact]
    public void How_the_body_arrived_does_not_matter()
    {
        var body =
            $"{{\"label\":\"L\",\"metadata\":{{\"a\":\"b\"}},\"count\":1,\"visits\":[{Visit("{\"url\":\"http://a.example/\",\"reference\":\"r\"}")}]}}";
        var read = new SubmissionReader(10, ofV1: true)
            .Feed(Encoding.UTF8.GetBytes(body), [.. Enumerable.Range(0, body.Length)])
            .Submission!;
        Assert.Equal(("L", "b", "r"), (read.Label, read.Metadata!.Pairs[0].Value, read.Visits[0].ImageUrls.References!.Last()));
    }

    private static string Visit(string? image = null) =>
        $"{{\"store_id\":\"S1\",\"visit_time\":\"t\",\"image_url\":[\"{Url}\"{(image is null ? "" : $",{image}")}]}}";

    /// <summary>Returns a text of that many characters, or the value itself.</summary>
    private static string TextOf(string value) => value == "201" ? $"\"{new string('x', 201)}\"" : value;

    private static string[] Problems(string body) => [.. Read(body).Errors.Found.Select(field => $"{field.Field} {field.Message}")];

    private static SubmissionReader Read(string body) => new SubmissionReader(10, ofV1: true).Feed(Encoding.UTF8.GetBytes(body));
}
