using System.Text;
using RetailPulse.Tests.Unit.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

/// <summary>Members that a body of API v1 does not have.</summary>
public sealed class MemberNamesTests
{
    private const string Visit = """{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t"}""";

    [Theory]
    [InlineData("callbackUrl", "is not a member of this object; write callback_url")]
    [InlineData("callback-url", "is not a member of this object; write callback_url")]
    [InlineData("Callback_URL", "must be written callback_url; names are case-sensitive")]
    [InlineData("note", "is not a member of this object, which has count, callback_url")]
    public void A_name_is_explained_by_the_one_that_was_meant(string name, string explanation) =>
        Assert.Equal(explanation, MemberNames.Explain(name, ["count", "callback_url"]));

    [Theory]
    [InlineData("""{"count":1,"callbackUrl":"http://b.example/","visits":[VISIT]}""", "/callbackUrl")]
    [InlineData("""{"Count":1,"visits":[VISIT]}""", "/Count", "/count")]
    [InlineData(
        """{"count":1,"visits":[{"Store_Id":"S1","image_url":["http://a.example/"],"visit_time":"t"}]}""",
        "/visits/0/Store_Id",
        "/visits/0/store_id"
    )]
    [InlineData(
        """{"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t","x":{"y":[1,{"z":1}]}}],"a":[[]]}""",
        "/visits/0/x",
        "/a"
    )]
    public void An_unknown_member_is_wrong_in_v1_and_skipped_in_the_older_route(string body, params string[] fields)
    {
        var text = Encoding.UTF8.GetBytes(body.Replace("VISIT", Visit, StringComparison.Ordinal));
        Assert.Equal(fields, new SubmissionReader(100, ofV1: true).Feed(text).Errors.Found.Select(field => field.Field));
        Assert.DoesNotContain(fields[0], new SubmissionReader(100).Feed(text).Errors.Found.Select(field => field.Field));
    }

    [Fact]
    public void A_job_of_many_unknown_members_is_reported_in_part()
    {
        var visits = string.Join(
            ',',
            Enumerable.Repeat("""{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t","extra":1}""", 200)
        );
        var reader = new SubmissionReader(100, ofV1: true).Feed(Encoding.UTF8.GetBytes($$"""{"count":200,"visits":[{{visits}}]}"""));
        Assert.Equal((100, true), (reader.Errors.Found.Count, reader.Errors.More));
    }
}
