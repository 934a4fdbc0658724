using System.Text;
using CsCheck;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.Tests.Unit.WebFrontend.Submissions;

public sealed class SubmissionReaderTests
{
    public static TheoryData<string> Invalid => InvalidBodies.Names;

    [Fact]
    public void A_submission_is_read_as_it_stands()
    {
        var read = Read(
            """
            {"visits": [
               {"visit_time": "time of store visit", "store_id": "S\u00fc 1", "image_url": ["http://a.example/1", "HTTPS://b.example:8443/2?x=1#y"]},
               {"store_id": "S2", "image_url": ["http://[2001:db8::1]/3"], "visit_time": "2026-05-04T09:30:00Z"}],
             "count": 2}

            """
        )!;
        Assert.Equal(["Sü 1", "S2"], read.Visits.Select(visit => visit.StoreId));
        Assert.Equal(["time of store visit", "2026-05-04T09:30:00Z"], read.Visits.Select(visit => visit.VisitTime));
        Assert.Equal(
            ["http://a.example/1", "HTTPS://b.example:8443/2?x=1#y", "http://[2001:db8::1]/3"],
            read.Visits.SelectMany(visit => visit.ImageUrls)
        );
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_invalid_is_refused(string body) => Assert.Null(Read(InvalidBodies.Of(body)));

    [Fact]
    public void The_body_that_the_invalid_ones_are_made_from_is_valid() => Assert.NotNull(Read(InvalidBodies.Valid));

    [Fact]
    public void Unknown_members_are_skipped() =>
        Assert.NotNull(
            Read(
                """{"a":null,"count":1,"b":{"count":7,"b":[1,{"c":"d"},[]]},"visits":[{"n":{},"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t"}]}"""
            )
        );

    [Theory]
    [InlineData("http://a.example")]
    [InlineData("http://a.example/with a space.jpg")]
    [InlineData("https://büro.example/ü.jpg")]
    [InlineData("http://192.0.2.1:8080/@/1.jpg")]
    [InlineData("http://a.example/?q=me@b.example")]
    public void Valid_urls_are_accepted(string url) => Assert.True(ImageUrl.IsValid(url));

    [Theory]
    [InlineData("")]
    [InlineData("a.example/1.jpg")]
    [InlineData("//a.example/1.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://a.example/1.jpg")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http:a.example/1.jpg")]
    [InlineData(@"http:\\a.example\1.jpg")]
    [InlineData("http://")]
    [InlineData("http:///1.jpg")]
    [InlineData("http://:80/1.jpg")]
    [InlineData("http://a.example:99999/1.jpg")]
    [InlineData("http://[::1/1.jpg")]
    [InlineData("http://user@a.example/1.jpg")]
    [InlineData("http://user:secret@a.example/1.jpg")]
    [InlineData("http://@a.example/1.jpg")]
    [InlineData(" http://a.example/1.jpg")]
    [InlineData("http://a.example/1.jpg ")]
    public void Invalid_urls_are_refused(string url) => Assert.False(ImageUrl.IsValid(url));

    /// <summary>A text without a limit is read once for each image, by everyone who looks at the failures.</summary>
    [Theory]
    [InlineData("label")]
    [InlineData("metadata")]
    [InlineData("callback_url")]
    [InlineData("store_id")]
    [InlineData("visit_time")]
    [InlineData("visit reference")]
    [InlineData("url")]
    [InlineData("image reference")]
    public void Every_text_has_a_maximum_length(string name)
    {
        Assert.NotNull(Read(new string('x', 50)));
        Assert.Null(Read(new string('x', 100_000)));

        JobSubmission? Read(string text)
        {
            string Of(string one) => one == name ? text : "x";
            var body = $$"""
                {"count":1,"label":"{{Of("label")}}","metadata":{"a":"{{Of("metadata")}}"},"callback_url":"http://a.example/{{Of(
                    "callback_url"
                )}}","visits":[
                  {"store_id":"{{Of("store_id")}}","visit_time":"{{Of("visit_time")}}","reference":"{{Of("visit reference")}}","image_url":[
                    {"url":"http://a.example/{{Of("url")}}","reference":"{{Of("image reference")}}"}]}]}
                """;
            var reader = new SubmissionReader(maxErrors: 10, ofV1: true);
            reader.Take(new(Encoding.UTF8.GetBytes(body)), last: true);
            return reader.Submission;
        }
    }

    [Fact]
    public void A_url_has_8192_characters_at_most()
    {
        var longest = "http://a.example/" + new string('x', 8192 - 17);
        Assert.True(ImageUrl.IsValid(longest));
        Assert.False(ImageUrl.IsValid(longest + "x"));
    }

    [Fact]
    public void A_valid_body_with_a_byte_changed_is_read_or_refused_and_never_more() =>
        Gen.Select(Gen.Int[0, InvalidBodies.Valid.Length - 1], Gen.Byte)
            .Sample(
                change =>
                {
                    var body = Encoding.UTF8.GetBytes(InvalidBodies.Valid);
                    body[change.Item1] = change.Item2;
                    var read = Read(body);
                    return read is null || read.Visits is [{ StoreId.Length: > 0, ImageUrls.Count: 1 }];
                },
                iter: 5_000
            );

    [Fact]
    public void How_the_body_arrived_does_not_matter() =>
        Gen.Int[1, InvalidBodies.Valid.Length - 1]
            .Array[0, 6]
            .Sample(
                cuts =>
                    Read(Encoding.UTF8.GetBytes(InvalidBodies.Valid), cuts)
                        is { Visits: [{ StoreId: "S1", VisitTime: "time of store visit" }] },
                iter: 500
            );

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_invalid_is_refused_byte_by_byte_too(string name)
    {
        var body = InvalidBodies.Of(name);
        Assert.Null(Read(body, [.. Enumerable.Range(0, body.Length)]));
    }

    [Theory]
    [InlineData(" http://a.example/1.jpg", "http://a.example/1.jpg")]
    [InlineData("\t\r\nhttp://a.example/a b.jpg \n", "http://a.example/a b.jpg")]
    public void Blanks_around_a_url_are_removed(string sent, string read)
    {
        Assert.Equal([read], Read(Body([sent]))!.Visits[0].ImageUrls);
        var reader = new SubmissionReader(ofV1: true).Feed(
            Encoding.UTF8.GetBytes($"{{\"callback_url\":{System.Text.Json.JsonSerializer.Serialize(sent)},{Body([sent])[1..]}")
        );
        Assert.Equal(read, reader.Submission!.CallbackUrl);
    }

    [Theory]
    [InlineData("http://a.example/\n1.jpg")]
    [InlineData("http://a.example/1.jpg\u00a0")]
    [InlineData("\u0001http://a.example/1.jpg")]
    [InlineData(" ")]
    public void Other_blanks_in_a_url_are_refused(string url) => Assert.Null(Read(Body([url])));

    [Fact]
    public void A_byte_order_mark_is_skipped_however_it_arrives()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(InvalidBodies.Valid)];
        Assert.NotNull(Read(body));
        Assert.All(Enumerable.Range(1, 4), cut => Assert.NotNull(Read(body, cut)));
        Assert.NotNull(Read(body, 1, 2, 3));
        Assert.All(
            [
                [0xEF],
                [0xEF, 0xBB],
                [0xEF, 0xBB, 0xBF],
                [0xEF, 0xBB, 0xBF, .. body],
            ],
            (byte[] wrong) => Assert.Null(Read(wrong))
        );
    }

    [Fact]
    public void Urls_stay_as_they_were_written()
    {
        string[] urls = ["http://a.example/1.jpg", "http://münchen.example/ö/图.jpg", "http://a.example/" + new string('x', 2000)];
        Assert.Equal(urls, Read(Body(urls))!.Visits[0].ImageUrls);
    }

    private static string Body(string[] urls) =>
        $$"""{"count":1,"visits":[{"store_id":"S1","image_url":{{System.Text.Json.JsonSerializer.Serialize(urls)}},"visit_time":"t"}]}""";

    private static JobSubmission? Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    private static JobSubmission? Read(byte[] body, params int[] cuts) => new SubmissionReader().Feed(body, cuts).Submission;
}
