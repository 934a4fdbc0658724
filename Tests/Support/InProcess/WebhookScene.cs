using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>
/// The product in this process with real receivers for its webhooks, which are tried three times within some tenths of a second, unless
/// they hang.
/// </summary>
internal sealed class WebhookScene : IAsyncDisposable
{
    private WebhookScene(
        WebhookReceiver receiver,
        WebhookReceiver other,
        IEnumerable<(string Key, string Value)> settings,
        Action<IServiceCollection>? replace
    )
    {
        (Receiver, Other) = (receiver, other);
        Product = new Product(
            Path.GetTempPath(),
            real: false,
            [
                ("RetailPulse:Webhooks:AllowedNetworks:0", $"127.0.0.1/32:{receiver.Port}"),
                ("RetailPulse:Webhooks:AllowedNetworks:1", $"127.0.0.2/32:{other.Port}"),
                ("RetailPulse:Webhooks:Timeout", "00:01:00"),
                ("RetailPulse:Webhooks:Waits:0", "00:00:00.100"),
                ("RetailPulse:Webhooks:Waits:1", "00:00:00.100"),
                .. settings,
            ]
        )
        {
            Replace = replace,
        };
    }

    public WebhookReceiver Receiver { get; }

    /// <summary>A receiver on another host.</summary>
    public WebhookReceiver Other { get; }

    public Product Product { get; }

    public Api Api { get; private set; } = null!;

    public static Task<WebhookScene> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    /// <param name="replace">Puts other services in the place of the product's own.</param>
    public static async Task<WebhookScene> StartAsync(Action<IServiceCollection>? replace, params (string Key, string Value)[] settings)
    {
        var scene = new WebhookScene(await WebhookReceiver.StartAsync(), await WebhookReceiver.StartAsync("127.0.0.2"), settings, replace);
        await scene.Product.InitializeAsync();
        scene.Api = new Api(scene.Product.Http);
        return scene;
    }

    /// <summary>A submission of one image.</summary>
    public static string Body(string callback) => InvalidBodies.Valid.Insert(1, $"\"callback_url\":\"{callback}\",");

    /// <summary>Submits a job and returns its id.</summary>
    /// <param name="callback">Default: that of <see cref="Receiver"/>.</param>
    public async Task<long> SubmitAsync(string? callback = null)
    {
        using var response = await Product.SubmitAsync(Body(callback ?? Receiver.Url));
        return (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
    }

    public async Task<IReadOnlyList<JsonElement>> ReadDeliveriesAsync(long job) =>
        [.. (await Api.GetAsync($"jobs/{job}/webhooks")).GetProperty("deliveries").EnumerateArray()];

    /// <summary>Waits until the last delivery of the job has the state, and returns it.</summary>
    /// <param name="count">Number of deliveries that the job must have.</param>
    public async Task<JsonElement> DeliveryAsync(long job, string state, int count = 1)
    {
        IReadOnlyList<JsonElement> found = [];
        await Eventually.TrueAsync(
            async () => (found = await ReadDeliveriesAsync(job)).Count == count && found[^1].GetProperty("state").GetString() == state,
            $"delivery {count} is {state}"
        );
        return found[^1];
    }

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        await Receiver.DisposeAsync();
        await Other.DisposeAsync();
    }
}
