using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Reading;
using RetailPulse.WebFrontend.Console.Screens;
using RetailPulse.WebFrontend.Console.Words;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

public sealed class WordsTests
{
    private static readonly ShownJob Job = new(
        1,
        "ongoing",
        DateTime.UnixEpoch,
        null,
        1,
        new ShownCounts(200, 180, 20, 0, 0, 0, new ShownWaiting(150, 5, 142, 3, null)),
        null,
        null,
        null,
        new ShownFailures(0, []),
        new ShownRepeats(0, false, []),
        null
    );

    [Fact]
    public void Every_reason_has_words() => Assert.Equal(Codes.Reasons.Keys.Order(), Reasons.Codes.Order());

    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0+dd53c04", "0.1.0+dd53c04")]
    [InlineData("0.1.0+dd53c04a1bf0077368c430b4ea2dcab84b1ef15e", "0.1.0+dd53c04a")]
    public void A_version_has_the_beginning_of_its_commit(string version, string shown) => Assert.Equal(shown, Texts.Version(version));

    [Fact]
    public void An_unknown_reason_has_general_words() => Assert.Equal("new_one", Reasons.Of("new_one").Title);

    [Fact]
    public void A_job_that_waits_for_a_host_says_for_which_and_until_when()
    {
        var until = new DateTime(2026, 5, 4, 10, 32, 0, DateTimeKind.Utc);
        var causes = Waiting.Of(Job, [Pending("https://cdn.example", "http_429", until), Pending("https://cdn.example", "http_429", null)]);
        Assert.Equal(
            ("142 images wait for https://cdn.example, whose last answer was: Rate limited (429)", until),
            (causes[0].Text, causes[0].Until)
        );
        Assert.Equal([142, 5, 3], causes.Select(cause => cause.Images));
        Assert.Equal(
            "5 images wait for a free slot: the service works on its maximum number of images, which tenants and their jobs share equally",
            causes[1].Text
        );
    }

    [Fact]
    public void A_job_that_waits_for_several_hosts_names_each()
    {
        var causes = Waiting.Of(
            Job,
            [
                Pending("https://a.example", null, null),
                Pending("https://b.example", null, DateTime.UnixEpoch),
                Pending("https://c.example", "timeout", null),
            ]
        );
        Assert.Contains("At least 1 image waits for https://a.example, which works on others of them", causes.Select(cause => cause.Text));
        Assert.Contains("At least 1 image waits for https://b.example, which asked for a pause", causes.Select(cause => cause.Text));
        Assert.Contains(
            "At least 1 image waits for https://c.example, where the last attempt failed: Timed out",
            causes.Select(cause => cause.Text)
        );
    }

    [Fact]
    public void An_ended_job_waits_for_nothing() => Assert.Empty(Waiting.Of(Job with { Status = "failed" }, []));

    [Theory]
    [InlineData(0.05, "50 ms")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(356_400, "4 d 3 h")]
    public void A_duration_has_two_units(double seconds, string text) => Assert.Equal(text, Texts.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0/s")]
    [InlineData(1_250, "1,250/s")]
    [InlineData(12.5, "12.5/s")]
    [InlineData(0.42, "25.2/min")]
    [InlineData(0.0024, "8.6/h")]
    [InlineData(0.0001, "8.6/d")]
    [InlineData(0.9995, "1/s")]
    [InlineData(0.94, "56.4/min")]
    [InlineData(0.01666, "1/min")]
    [InlineData(0.0000001, "< 0.1/d")]
    public void A_rate_has_a_unit_of_which_there_is_at_least_one(double perSecond, string text) =>
        Assert.Equal(text, Texts.Rate(perSecond));

    [Theory]
    [InlineData(0, 10, "0 %")]
    [InlineData(1, 1_000, "< 1 %")]
    [InlineData(999, 1_000, "99 %")]
    [InlineData(1_000, 1_000, "100 %")]
    public void A_share_is_never_all_for_less_than_all(long part, long whole, string text) => Assert.Equal(text, Texts.Share(part, whole));

    [Theory]
    [InlineData("https://a.example/x", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("//a.example/x", false)]
    [InlineData("text", false)]
    public void Only_http_and_https_become_links(string text, bool isLink) => Assert.Equal(isLink, Texts.Link(text) is not null);

    [Theory]
    [InlineData("42", "/jobs/42")]
    [InlineData("#42", "/jobs/42")]
    [InlineData("http_404", "/failures?reason=http_404")]
    [InlineData("cdn.example", "/failures?host=cdn.example")]
    [InlineData("Corner & Shop", "/stores?q=Corner%20%26%20Shop")]
    [InlineData("", "/jobs")]
    public void A_search_leads_to_what_it_names(string text, string target) => Assert.Equal(target, SearchScreen.Target(text));

    private static ShownImage Pending(string host, string? reason, DateTime? next) =>
        new(
            0,
            0,
            "S1",
            "t",
            "u",
            "pending",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new ShownProgress(1, reason, "host", host, next),
            1,
            null,
            null
        );
}
