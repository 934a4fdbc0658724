using System.Text;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.Tests.Unit.WebFrontend.Submissions;

/// <summary>Names of a submission are bounded, so that a body of nothing but names takes no memory to speak of.</summary>
public sealed class JsonNameTrackerTests
{
    private const string Visits = """[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t"}]""";

    [Theory]
    [InlineData(JsonNameTracker.MaxNames - 2, true)]
    [InlineData(JsonNameTracker.MaxNames - 1, false)]
    public void An_object_has_at_most_a_thousand_members(int unknown, bool valid)
    {
        Assert.Equal(valid, IsValid($$"""{ {{Names(unknown)}},"count":1,"visits":{{Visits}} }"""));
        Assert.Equal(valid, IsValid($$"""{"count":1,"other":{"inner":{ {{Names(unknown + 2)}} } },"visits":{{Visits}} }"""));
    }

    [Fact]
    public void The_names_of_open_objects_are_limited_in_total()
    {
        const int each = 1_000;
        var members = Names(JsonNameTracker.MaxCharacters / each - 1, each);
        Assert.True(IsValid($$"""{"count":1,"visits":{{Visits}},"other":{ {{members}} } }"""));
        Assert.False(IsValid($$"""{"count":1,"visits":{{Visits}},"other":{ {{members}},"inner":{ {{members}} } } }"""));
        Assert.False(IsValid($$"""{"count":1,"visits":{{Visits}},"{{new string('x', JsonNameTracker.MaxCharacters)}}":1 }"""));
    }

    [Fact]
    public void Names_of_objects_that_have_ended_do_not_count()
    {
        var ended = string.Concat(Enumerable.Repeat($$"""{"inner":[{"deep":{ {{Names(900, 100)}} } }]},""", 50));
        Assert.True(IsValid($$"""{"count":1,"visits":{{Visits}},"others":[{{ended}}1] }"""));
    }

    [Fact]
    public void An_invalid_member_is_named_once()
    {
        var reader = new SubmissionReader(maxErrors: 100).Feed(
            Encoding.UTF8.GetBytes($$"""{"count":1,"visits":{{Visits}},{{Names(100_000)}} }""")
        );
        var wrong = Assert.Single(reader.Errors.Found);
        Assert.Equal(("", false), (wrong.Field, reader.Errors.More));
        Assert.StartsWith("must have at most 1000 names", wrong.Message, StringComparison.Ordinal);
    }

    private static bool IsValid(string body) => new SubmissionReader().Feed(Encoding.UTF8.GetBytes(body)).Submission is not null;

    /// <summary>Members of an object, each with a name of its own.</summary>
    private static string Names(int count, int length = 1) =>
        string.Join(
            ',',
            Enumerable
                .Range(0, count)
                .Select(i => $"\"{i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(length, 'n')}\":1")
        );
}
