using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RetailPulse.Client;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.WebFrontend.Demo;

/// <summary>Submits the sample job to this process over HTTP, as any client would, shows its progress, and prints the results.</summary>
internal sealed class DemoRun(
    CommandLine line,
    IServer server,
    IHostApplicationLifetime lifetime,
    IConfiguration configuration,
    TimeProvider time
) : BackgroundService
{
    /// <summary>Environment variable with a key of the role submit, for a front end that has keys.</summary>
    private const string KeyVariable = "RETAILPULSE_API_KEY";

    /// <summary>Number of stores that the second job visits.</summary>
    private const int Stores = 20;

    private static readonly JsonSerializerOptions SampleForm = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitUntilServingAsync(stoppingToken);
        var address = ListeningAddress.ForThisMachine(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var http = new HttpClient { BaseAddress = address };
        if (configuration[KeyVariable] is { Length: > 0 } key)
            http.DefaultRequestHeaders.Add(AccessRules.KeyHeader, key);
        using var client = new RetailPulseClient(http, new RetailPulseClientOptions { Time = time });
        DemoScreen.ShowConsole(address);
        var completed = await RunAsync(client, http, stoppingToken);
        if (line.Once)
        {
            Environment.ExitCode = completed ? 0 : 1;
            lifetime.StopApplication();
            return;
        }

        await SubmitSecondAsync(client, address, stoppingToken);
        DemoScreen.ShowAddresses(address);
    }

    private static async Task SubmitSecondAsync(RetailPulseClient client, Uri address, CancellationToken cancellationToken)
    {
        var stores = new List<string>();
        await foreach (var store in client.Stores.ListAsync(pageSize: Stores, cancellationToken: cancellationToken))
        {
            stores.Add(store.StoreId);
            if (stores.Count == Stores)
                break;
        }

        if (stores.Count == 0)
            return;
        var job = await client.Jobs.SubmitAsync(DemoJob.For(address, stores), cancellationToken: cancellationToken);
        DemoScreen.ShowSecond(address, job.Id);
    }

    private static async Task<bool> RunAsync(RetailPulseClient client, HttpClient http, CancellationToken cancellationToken)
    {
        var accepted = await client.Jobs.SubmitAsync(
            await ReadSampleAsync(http.BaseAddress!, cancellationToken),
            cancellationToken: cancellationToken
        );
        var job = await client.Jobs.WaitForEndAsync(accepted.Id, new DemoScreen.Progress(), cancellationToken);
        DemoScreen.ShowImagesHeader();
        await foreach (var image in client.Jobs.ListImagesAsync(job.Id, cancellationToken: cancellationToken))
            DemoScreen.ShowImage(image);
        DemoScreen.ShowStatus(job.Id, await http.GetStringAsync($"api/status?jobid={job.Id}", cancellationToken));
        return job.Status == JobStatus.Completed;
    }

    /// <summary>
    /// Reads the sample job. Its URLs contain the default address, which is replaced by the one that this process listens on.
    /// </summary>
    private static async Task<Submission> ReadSampleAsync(Uri address, CancellationToken cancellationToken)
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "data", "sample-job.json"), cancellationToken);
        return JsonSerializer.Deserialize<Submission>(
            sample.Replace("http://localhost:8080/", address.ToString(), StringComparison.Ordinal),
            SampleForm
        )!;
    }

    private Task WaitUntilServingAsync(CancellationToken cancellationToken)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(serving.SetResult);
        return serving.Task.WaitAsync(cancellationToken);
    }
}
