using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>Times on the command line, as they are sent to the service.</summary>
public sealed class TimeOptionTests : IDisposable
{
    private readonly FakeService service = new();
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));

    public TimeOptionTests() => cli.Network = () => service;

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("2026-05-31", "2026-05-31T23:59:59.9999999Z")]
    [InlineData("2026-05-31T08:30:00Z", "2026-05-31T08:30:00Z")]
    [InlineData("2026-05-31T08:30+02:00", "2026-05-31T06:30:00Z")]
    [InlineData("2026-05-31 08:30:15.5", "2026-05-31T08:30:15.5Z")]
    public async Task The_last_date_of_visits_is_a_whole_day(string given, string sent)
    {
        service.Answer = _ => FakeService.Json("""{"results":[]}""");
        foreach (var format in (string[])["table", "csv"])
            await cli.RunAsync("visits", "--from", "2026-05-01", "--to", given, "-o", format);
        Assert.All(
            service.Requests,
            request => Assert.Equal($"/api/visits?startdate=2026-05-01T00:00:00Z&enddate={sent}", Uri.UnescapeDataString(request.Path))
        );
        Assert.Equal(2, service.Requests.Count);
    }

    [Theory]
    [InlineData("04/05/2026")]
    [InlineData("12:30")]
    [InlineData("May 4 2026")]
    [InlineData("2026-5-4")]
    public async Task A_time_that_can_be_misunderstood_is_refused(string time)
    {
        Assert.Equal(2, (await cli.RunAsync("jobs", "--from", time)).Code);
        Assert.Empty(service.Requests);
    }
}
