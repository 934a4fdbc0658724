using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests what the probes of processes say while these start, work, lose something, and stop.</summary>
public sealed class ReadinessTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Probes_of_a_silo_answer_from_its_start_to_its_stop()
    {
        await using var cluster = new SiloCluster($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        await using var silo = ProductProcess.Launch("Silo", [.. cluster.Settings]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{await SiloProbes.AddressAsync(silo)}") };
        Assert.Equal("200 Healthy", await AskAsync(http, "/health/live"));
        await Eventually.TrueAsync(async () => await AskAsync(http, "/health/startup") == "200 Healthy", "the silo has started");
        await Eventually.TrueAsync(async () => await AskAsync(http, "/health/ready") == "200 Healthy", "the silo is ready");
        Assert.StartsWith("404", await AskAsync(http, "/api/v1/jobs"), StringComparison.Ordinal);

        var heard = new List<string>();
        var stopping = silo.StopAsync();
        try
        {
            while (!stopping.IsCompleted)
                heard.Add(await AskAsync(http, "/health/ready"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The server ended with its process, on a busy machine before it was asked again.
        }

        Assert.Equal(0, (await stopping).ExitCode);
        Assert.All(heard.SkipWhile(answer => answer == "200 Healthy"), answer => Assert.Equal("503 Unhealthy: stopping", answer));
    }

    [Fact]
    public async Task The_probe_port_of_a_silo_keeps_no_connection_without_a_request()
    {
        await using var cluster = new SiloCluster($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        await using var silo = ProductProcess.Launch("Silo", [.. cluster.Settings]);
        var address = IPEndPoint.Parse(await SiloProbes.AddressAsync(silo));
        using var idle = new TcpClient();
        await idle.ConnectAsync(address);
        var closed = idle.GetStream().ReadAsync(new byte[1]).AsTask();

        using var http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        using var answer = await http.GetAsync("/health/live");
        Assert.True(answer.Headers.ConnectionClose);
        Assert.Equal(0, await closed.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData("/health/ready", "503 Unhealthy: stopping")]
    [InlineData("/health", "503 Unhealthy")]
    public async Task A_watched_front_end_serves_requests_while_it_is_not_ready(string probe, string stopped)
    {
        await using var front = await ProductProcess.StartFrontEndAsync(
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Api:DrainTime=00:00:08"
        );
        Assert.Equal("200 Healthy", await AskAsync(front.Http, probe));
        var stopping = front.StopAsync();
        await Eventually.TrueAsync(async () => await AskAsync(front.Http, probe) == stopped, "it is not ready");
        Assert.StartsWith("200", await AskAsync(front.Http, "/api/v1/jobs"), StringComparison.Ordinal);
        Assert.Equal("200 Healthy", await AskAsync(front.Http, "/health/live"));
        var (exitCode, took) = await stopping;
        Assert.Equal(0, exitCode);
        Assert.True(took >= TimeSpan.FromSeconds(8), $"It took {took}.");
        Assert.Contains("Draining for 00:00:08", front.Output);
    }

    [Fact]
    public async Task A_front_end_without_silos_says_what_is_missing()
    {
        await using var cluster = new SiloCluster($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        await cluster.AddAsync(silos: 1, fronts: 1);
        var http = cluster.Fronts[0].Http;
        await Eventually.TrueAsync(async () => await AskAsync(http, "/health/ready") == "200 Healthy", "the front end is ready");
        await cluster.Silos[0].KillAsync();
        await Eventually.TrueAsync(
            async () => await AskAsync(http, "/health/ready") == "503 Unhealthy: cluster, store master",
            "the front end misses the cluster"
        );
        Assert.Equal("200 Healthy", await AskAsync(http, "/health/live"));
        Assert.Equal("200 Healthy", await AskAsync(http, "/health/startup"));
    }

    private static async Task<string> AskAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        return $"{(int)response.StatusCode} {(response.StatusCode == HttpStatusCode.NotFound ? "" : await response.Content.ReadAsStringAsync())}";
    }
}
