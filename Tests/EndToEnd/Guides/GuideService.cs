using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>The service as a reader of the guides starts it: the demo, which may call receivers on this machine.</summary>
/// <remarks>Its home is a folder of its own, so that its database is where the guides say.</remarks>
public sealed class GuideService : IAsyncLifetime
{
    private ProductProcess process = null!;

    public string Home { get; } = Directory.CreateTempSubdirectory("retailpulse-guides-").FullName;

    /// <summary>A port on which nobody listens. Jobs of all runs name it, so that their bodies are equal.</summary>
    public int Port { get; } = FreePorts.Next();

    public Uri Address { get; private set; } = null!;

    /// <summary>A webhook that the service sent.</summary>
    internal ReceivedWebhook Genuine { get; private set; } = null!;

    /// <summary>The secret that signed it.</summary>
    public string Secret { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        process = await StartAsync(Home);
        Address = process.Http.BaseAddress!;
        await SampleAsync(process.Http);
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubmitAsync(receiver.Url);
        await Eventually.TrueAsync(() => receiver.Received.Count == 1, "the webhook arrives");
        Genuine = receiver.Received[0];
        Secret = (await process.Http.GetFromJsonAsync<JsonElement>("/api/v1/webhooks/secret")).GetProperty("secret").GetString()!;
    }

    /// <summary>Starts the demo.</summary>
    /// <param name="home">Home of its user.</param>
    internal static Task<ProductProcess> StartAsync(string home, params string[] settings) =>
        ProductProcess.StartDemoAsync(
            new ProcessEnvironment { Variables = [("HOME", home), ("XDG_DATA_HOME", "")] },
            ["--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32", .. settings]
        );

    /// <summary>Waits until the sample job of a demo, its first job, is complete.</summary>
    internal static Task SampleAsync(HttpClient http) =>
        Eventually.TrueAsync(
            async () =>
            {
                using var response = await http.GetAsync("/api/status?jobid=1");
                return (await response.Content.ReadAsStringAsync()).Contains("completed", StringComparison.Ordinal);
            },
            "the sample job completes"
        );

    /// <summary>Submits a job of one image, whose end is reported to a receiver, and returns its id.</summary>
    public async Task<long> SubmitAsync(string receiver)
    {
        var visit = new
        {
            store_id = "S00339218",
            visit_time = "2026-05-04",
            image_url = new[] { new Uri(Address, "/samples/cooler.webp").ToString() },
        };
        using var response = await process.Http.PostAsJsonAsync(
            "/api/v1/jobs",
            new
            {
                count = 1,
                callback_url = receiver,
                visits = new[] { visit },
            }
        );
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}
