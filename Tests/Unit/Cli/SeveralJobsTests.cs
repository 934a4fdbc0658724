using System.Globalization;
using System.Net;
using System.Text;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>Commands for several jobs, of which one fails.</summary>
public sealed class SeveralJobsTests : IDisposable
{
    private readonly FakeService service = new();
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));

    public SeveralJobsTests()
    {
        cli.Network = () => service;
        cli.Variables["NO_COLOR"] = "1";
        service.Answer = request =>
            request.Path.Split('/')[4].Split('?')[0] switch
            {
                "2" => FakeService.Refused(HttpStatusCode.Conflict, "job_cancelled"),
                "999" => FakeService.Refused(HttpStatusCode.NotFound, "job_not_found"),
                var id when request.Path.EndsWith("/retry", StringComparison.Ordinal) => FakeService.Json(
                    $$"""{"retried":1,"job":{{FakeService.Job(int.Parse(id, CultureInfo.InvariantCulture), "ongoing")}}}"""
                ),
                var id => FakeService.Json(
                    FakeService.Job(int.Parse(id, CultureInfo.InvariantCulture), id == "17" ? "ongoing" : "completed")
                ),
            };
    }

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_fails_does_not_stop_the_others(bool onTerminal)
    {
        cli.IsTerminal = onTerminal;
        var retried = await cli.RunAsync("retry", "1", "2", "3", "--yes");
        Assert.Equal(2, retried.Code);
        Assert.Equal(["1", "3"], retried.Lines.Skip(onTerminal ? 1 : 0).Select(line => line.Trim().Split([' ', '\t'])[0]));
        Assert.Contains("error: Job 2: 409: ", retried.Error);
    }

    [Fact]
    public async Task The_highest_exit_code_is_returned()
    {
        var status = await cli.RunAsync("status", "2", "999", "4", "-o", "id");
        Assert.Equal((3, "4\n"), (status.Code, status.Output));
        Assert.Contains("error: Job 999: 404: ", status.Error);
    }

    [Fact]
    public async Task A_refused_key_stops_at_the_first_job()
    {
        service.Answer = _ => FakeService.Refused(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(4, (await cli.RunAsync("cancel", "1", "2", "--yes")).Code);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task What_was_read_before_a_failure_is_shown()
    {
        cli.IsTerminal = true;
        var rows = new StringBuilder();
        rows.Append(
            """{"job_id":17,"visit":0,"image":0,"store_id":"S1","visit_time":"t","url":"http://a.example/1","status":"measured"}"""
        );
        rows.Append("\n{");
        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(rows.ToString(), Encoding.UTF8, "application/x-ndjson"),
        };
        var images = await cli.RunAsync("images", "17");
        Assert.Equal(7, images.Code);
        Assert.Contains("http://a.example/1", images.Output);
    }

    [Fact]
    public async Task Wait_reports_an_unknown_job_while_another_continues()
    {
        var waited = await cli.RunAsync("wait", "17", "999").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((3, ""), (waited.Code, waited.Output));
        Assert.StartsWith("error: 404: ", waited.Error);
    }

    [Fact]
    public async Task A_stream_that_a_proxy_ends_can_be_resumed()
    {
        var opened = false;
        service.Answer = _ =>
        {
            if (opened)
            {
                var busy = FakeService.Refused(HttpStatusCode.ServiceUnavailable, "busy");
                busy.Headers.TryAddWithoutValidation("Retry-After", "3600");
                return busy;
            }

            opened = true;
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    $"event: progress\nid: a\ndata: {{\"status\":\"ongoing\",\"counts\":{FakeService.Counts}}}\n\n",
                    Encoding.UTF8,
                    "text/event-stream"
                ),
            };
        };
        var watched = await cli.RunAsync("watch", "17").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(7, watched.Code);
        Assert.Contains("To resume: retailpulse watch 17", watched.Error);
    }
}
