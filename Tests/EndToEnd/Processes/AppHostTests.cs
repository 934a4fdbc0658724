using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the app host of Aspire, with real processes and without containers.</summary>
[Collection("Alone")]
public sealed class AppHostTests
{
    /// <summary>In seconds. Five processes start, each by the command line of .NET, while other tests run.</summary>
    private const int ReadyWithin = 240;

    [Fact]
    public async Task The_app_host_starts_a_cluster_that_works_and_stops()
    {
        var (exitCode, output) = await Command.TryAsync(AppHostProcess.Orchestrator, "version");
        Assert.SkipUnless(exitCode == 0, $"Aspire's orchestrator does not run on this machine: {output}");

        await using var images = await ImageServer.StartAsync();
        await using var host = AppHostProcess.Start(images.Allowed, "--RetailPulse:Api:DrainTime=00:00:00");
        using var http = new HttpClient { BaseAddress = host.FrontEnd };
        Assert.True(
            await Eventually.HappensAsync(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK, ReadyWithin),
            $"The front end is not ready:\n{host.Output}\n{string.Join('\n', host.Running)}"
        );

        var visit = new
        {
            store_id = "S00339218",
            image_url = new[] { new Uri(images.Address, "1.gif") },
            visit_time = "2026-05-04T09:30:00Z",
        };
        using var submitted = await http.PostAsJsonAsync("/api/submit/", new { count = 1, visits = new[] { visit } });
        Assert.Equal(HttpStatusCode.Created, submitted.StatusCode);
        var jobId = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync($"/api/status?jobid={jobId}")).Contains("completed", StringComparison.Ordinal),
            "the job completes"
        );

        Assert.Equal(2, host.Running.Count(command => command.Contains("/RetailPulse.Silo", StringComparison.Ordinal)));
        using var dashboard = new HttpClient { BaseAddress = host.Dashboard };
        await Eventually.TrueAsync(
            async () => (await dashboard.GetStringAsync("/login")).Contains("html", StringComparison.Ordinal),
            "the dashboard opens"
        );

        Assert.Equal(0, await host.StopAsync());
        Assert.True(await Eventually.HappensAsync(() => host.Running.Count == 0, 60), $"Still running:\n{string.Join('\n', host.Running)}");
    }
}
