using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Telemetry;

/// <summary>A Prometheus server that scrapes some targets every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-prometheus").FullName;
    private readonly HttpClient http;
    private readonly Process process;

    private PrometheusServer(int port, IEnumerable<string> targets, string rules)
    {
        var configuration = Path.Combine(folder, "prometheus.yaml");
        File.WriteAllText(
            configuration,
            $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: ["{{rules}}"]
            scrape_configs:
              - job_name: retailpulse
                static_configs: [{ targets: [{{string.Join(", ", targets.Select(target => $"\"{target}\""))}}] }]
            """
        );
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process = Process.Start(
            new ProcessStartInfo(
                "prometheus",
                [
                    $"--config.file={configuration}",
                    $"--storage.tsdb.path={folder}/data",
                    $"--web.listen-address=127.0.0.1:{port}",
                    "--log.level=error",
                ]
            )
        )!;
    }

    public static async Task<PrometheusServer> StartAsync(IEnumerable<string> targets, string rules)
    {
        var server = new PrometheusServer(FreePorts.Next(), targets, rules);
        try
        {
            await Eventually.TrueAsync(server.IsReadyAsync, "Prometheus is ready");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the value of an expression; <see langword="null"/> if it has none.</summary>
    public async Task<string?> QueryAsync(string expression)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        var result = answer.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0 ? null : result[0].GetProperty("value")[1].GetString();
    }

    /// <summary>Returns whether every rule was evaluated without an error.</summary>
    public async Task<bool> EvaluatedAsync()
    {
        var answer = await http.GetFromJsonAsync<JsonElement>("/api/v1/rules");
        return answer
            .GetProperty("data")
            .GetProperty("groups")
            .EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .All(rule => rule.GetProperty("health").GetString() == "ok");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await http.GetAsync("/-/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
