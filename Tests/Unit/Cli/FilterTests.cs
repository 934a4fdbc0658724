using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>The filters of lists, as they are sent to the API.</summary>
public sealed class FilterTests : IDisposable
{
    private readonly FakeService service = new() { Answer = _ => FakeService.Json("""{"jobs":[],"images":[],"failures":[]}""") };
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));

    public FilterTests() => cli.Network = () => service;

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("jobs --label x --search Week --sort ended", "label=x", "q=Week", "sort=ended")]
    [InlineData("jobs --metadata region=north --metadata a=b=c", "metadata[region]=north", "metadata[a]=b%3Dc")]
    [InlineData("jobs --status failed --store S1 --area 10", "status=failed", "store=S1", "area=10")]
    [InlineData("jobs --reason http_404 --host a.example --min-failed 2", "reason=http_404", "host=a.example", "min_failed=2")]
    [InlineData("jobs --from 2026-05-01 --to 2026-05-02", "submitted_from=2026-05-01", "submitted_to=2026-05-02")]
    [InlineData("jobs --ended-from 2026-05-01 --ended-to 2026-05-02", "ended_from=2026-05-01", "ended_to=2026-05-02")]
    [InlineData("images 17 --host a.example --reason http_404 --visit 3 -o json", "host=a.example", "reason=http_404", "visit=3")]
    [InlineData(
        "images 17 --reference p1 --visit-reference v1 --status failed -o json",
        "reference=p1",
        "visit_reference=v1",
        "status=failed"
    )]
    [InlineData("failures --reference p1 --visit-reference v1 --host a.example", "reference=p1", "visit_reference=v1", "host=a.example")]
    [InlineData("failures --store S1 --area 10 --from 2026-05-01 --to 2026-05-02", "store=S1", "area=10", "failed_from=", "failed_to=")]
    public async Task A_filter_is_sent(string command, params string[] parameters)
    {
        var result = await cli.RunAsync(command.Split(' '));
        Assert.True(result.Code == 0, result.Error);
        var query = Assert.Single(service.Requests).Path.Split('?')[1].Split('&');
        Assert.All(parameters, parameter => Assert.Contains(query, sent => sent.StartsWith(parameter, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("jobs --metadata north", "a pair such as region=north")]
    [InlineData("jobs --metadata =north", "a pair such as region=north")]
    [InlineData("jobs --metadata a=1 --metadata a=2", "more than once")]
    [InlineData("jobs --sort visits", "--sort must be submitted or ended")]
    [InlineData("failures 17 --host a.example", "retailpulse images ID --status failed --host")]
    [InlineData("failures 17 --store S1", "Omit the ID")]
    public async Task An_unusable_filter_is_refused_with_what_to_write(string command, string hint)
    {
        var refused = await cli.RunAsync(command.Split(' '));
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains(hint, refused.Error);
        Assert.Empty(service.Requests);
    }
}
