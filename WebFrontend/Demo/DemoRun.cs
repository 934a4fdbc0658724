using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RetailPulse.Jobs;

namespace RetailPulse.Web.Demo;

/// <summary>Submits the sample job to this very process over HTTP, shows how it goes, and prints what came of it.</summary>
internal sealed class DemoRun(CommandLine line, IServer server, JobReferences references, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitUntilServingAsync(stoppingToken);
        var address = ListeningAddress.ForThisMachine(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var http = new HttpClient { BaseAddress = address };
        var completed = await RunAsync(http, stoppingToken);
        if (line.Once)
        {
            Environment.ExitCode = completed ? 0 : 1;
            lifetime.StopApplication();
            return;
        }

        DemoScreen.ShowAddresses(address);
    }

    private async Task<bool> RunAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var jobId = await SubmitAsync(http, cancellationToken);
        var job = references.Job(jobId);
        while (await job.GetStatusAsync() is { Status: JobStatus.Ongoing } running)
        {
            DemoScreen.ShowProgress(jobId, running.Counts);
            await Task.Delay(PollEvery, time, cancellationToken);
        }

        await DemoScreen.ShowImagesAsync(job);
        var status = await http.GetStringAsync($"api/status?jobid={jobId}", cancellationToken);
        DemoScreen.ShowStatus(jobId, status);
        return (await job.GetStatusAsync())?.Status == JobStatus.Completed;
    }

    private static async Task<long> SubmitAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "data", "sample-job.json"), cancellationToken);

        // The file names the default address; this process may listen elsewhere.
        var body = sample.Replace("http://localhost:8080/", http.BaseAddress!.ToString(), StringComparison.Ordinal);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("api/submit/", content, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"The sample job was refused: {(int)response.StatusCode} {answer}");
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("job_id").GetInt64();
    }

    private Task WaitUntilServingAsync(CancellationToken cancellationToken)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(serving.SetResult);
        return serving.Task.WaitAsync(cancellationToken);
    }
}
