using System.Text.RegularExpressions;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Console.Parts;
using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

/// <summary>The matrix of failures by reason and host.</summary>
public sealed partial class FailureMatrixTests
{
    private static readonly Func<string, string, string> Link = (reason, host) => $"/images?reason={reason}&host={host}";

    [Fact]
    public async Task Hosts_with_the_most_failures_have_columns_and_the_others_share_one()
    {
        var groups = Enumerable.Range(1, 7).Select(at => new ShownFailureGroup("http_404", $"h{at}", at)).Append(new("dns", "h1", 1));
        var html = await RenderAsync(Role.Read, [.. groups]);
        Assert.Equal(["h7", "h6", "h5", "h4", "h3"], Hosts().Matches(html).Select(host => host.Groups[1].Value));
        Assert.Contains("Other hosts", html);
        Assert.Equal(["7", "6", "5", "4", "3", "3", "28", "·", "·", "·", "·", "·", "1", "1"], Cells(html));
    }

    [Fact]
    public async Task A_cell_leads_to_its_images_and_that_of_other_hosts_nowhere()
    {
        var groups = Enumerable.Range(1, 6).Select(at => new ShownFailureGroup("http_404", $"h{at}", at));
        var html = await RenderAsync(Role.Read, [.. groups]);
        Assert.Contains("<a href=\"/images?reason=http_404&amp;host=h6\">6</a>", html);
        Assert.Contains("<a href=\"/images?reason=http_404&amp;host=\">21</a>", html);
        Assert.Contains("<span>1</span>", html);
    }

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 2)]
    [InlineData(false, true, 0)]
    public async Task Only_those_who_may_change_a_job_that_can_be_retried_find_a_button(bool mayChange, bool ended, int buttons)
    {
        var html = await RenderAsync(
            mayChange ? Role.Submit : Role.Read,
            [new("http_404", "h1", 2)],
            ("Job", ended ? "/api/v1/jobs/7" : null)
        );
        Assert.Equal(buttons, Regex.Count(html, "data-post=\"/api/v1/jobs/7/retry\""));
    }

    [Fact]
    public async Task Reasons_beyond_the_maximum_are_left_out()
    {
        var html = await RenderAsync(
            Role.Read,
            [new("dns", "h1", 1), new("http_404", "h1", 2), new("timeout", "h1", 3)],
            ("MaxReasons", 2)
        );
        Assert.Equal(["timeout", "http_404"], Rows().Matches(html).Select(row => row.Groups[1].Value));
    }

    [Fact]
    public async Task A_cell_retries_and_leads_to_one_port_of_a_host()
    {
        ShownFailureGroup[] groups =
        [
            new("http_404", "a.example", 2),
            new("http_404", "a.example:8080", 3),
            new("dns", "a.example", 1),
            new("dns", "[::1]", 4),
        ];
        var html = await RenderAsync(Role.Submit, groups, ("Job", "/api/v1/jobs/7"));
        Assert.Contains("aria-label=\"Retry 2 images: Not found (404) at a.example\"", html);
        Assert.Contains("aria-label=\"Retry 3 images: Not found (404) at a.example:8080\"", html);
        Assert.Equal(
            ["", "[::1]:", "a.example:", "a.example:8080"],
            DataHosts().Matches(html).Select(host => host.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Contains("&amp;host=a.example:\">2</a>", html);
        Assert.Contains("&amp;host=a.example:8080\">3</a>", html);
        Assert.Contains("&amp;host=[::1]\">4</a>", html);
        Assert.Contains(
            "data-query=\"reason=http_404&amp;host=a.example%3A\"",
            await RenderAsync(Role.Submit, groups, ("OfAllJobs", true))
        );
    }

    private static Task<string> RenderAsync(
        Role role,
        IReadOnlyList<ShownFailureGroup> groups,
        params (string Name, object? Value)[] parameters
    ) => Rendered.ForAsync<FailureMatrix>(role, [("Groups", groups), ("Link", Link), .. parameters]);

    private static IEnumerable<string> Cells(string html) =>
        Cell().Matches(html).Select(cell => Tags().Replace(cell.Groups[1].Value, "").Trim());

    [GeneratedRegex("<th scope=\"col\" class=\"host\" title=\"([^\"]*)\"")]
    private static partial Regex Hosts();

    [GeneratedRegex("data-host=\"([^\"]*)\"")]
    private static partial Regex DataHosts();

    [GeneratedRegex("<tr data-key=\"([^\"]*)\"")]
    private static partial Regex Rows();

    [GeneratedRegex("<td[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
