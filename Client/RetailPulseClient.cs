using System.Net;

namespace RetailPulse.Client;

/// <summary>The RetailPulse API. Safe for use by several threads at once; keep one for as long as the program runs.</summary>
public sealed class RetailPulseClient : IDisposable
{
    private readonly HttpClient? owned;

    /// <param name="http">Its base address is where the service is. It stays the caller's to dispose.</param>
    public RetailPulseClient(HttpClient http, RetailPulseClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        var calls = new ApiCalls(http, options ?? new RetailPulseClientOptions());
        Jobs = new JobsClient(calls);
        Failures = new FailuresClient(calls);
        Stores = new StoresClient(calls);
        Webhooks = new WebhooksClient(calls);
        Hosts = new HostsClient(calls);
    }

    /// <param name="address">Of the service, such as <c>https://pulse.example/</c>.</param>
    /// <param name="apiKey"><see langword="null"/> when the service asks for none.</param>
    public RetailPulseClient(Uri address, string? apiKey = null)
        : this(new HttpClient(NewHandler()) { BaseAddress = address }, new RetailPulseClientOptions { ApiKey = apiKey }, owns: true)
    {
    }

    /// <summary>With compressed responses, and connections that follow a service whose address changes.</summary>
    private static SocketsHttpHandler NewHandler() => new() { AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };

    private RetailPulseClient(HttpClient http, RetailPulseClientOptions options, bool owns)
        : this(http, options) => owned = owns ? http : null;

    /// <summary>Jobs and their images.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Failed images of all jobs.</summary>
    public FailuresClient Failures { get; }

    /// <summary>Stores, the store master, and what was measured in stores.</summary>
    public StoresClient Stores { get; }

    /// <summary>What became of webhooks, and what they are signed with.</summary>
    public WebhooksClient Webhooks { get; }

    /// <summary>The hosts that images are fetched from.</summary>
    public HostsClient Hosts { get; }

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();
}
