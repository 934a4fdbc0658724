using System.Net;

namespace RetailPulse.Client;

/// <summary>The RetailPulse API. Safe for concurrent use. Create one, and keep it for the lifetime of the program.</summary>
public sealed class RetailPulseClient : IDisposable
{
    /// <summary>Maximum time until the response to a call begins, as in <see cref="HttpClient"/>.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(100);

    private readonly ApiCalls calls;
    private readonly HttpClient? owned;

    /// <param name="http">
    /// Client whose base address is that of the service. Its timeout also applies to uploads: to submit large files, make it infinite, and
    /// set <see cref="RetailPulseClientOptions.CallTimeout"/>. Its handler should not follow redirects, because a submission would not be
    /// submitted there. The caller disposes it.
    /// </param>
    public RetailPulseClient(HttpClient http, RetailPulseClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        var calls = new ApiCalls(http, options ?? new RetailPulseClientOptions());
        Jobs = new JobsClient(calls);
        Events = new EventsClient(calls);
        Failures = new FailuresClient(calls);
        Photos = new PhotosClient(calls);
        Stores = new StoresClient(calls);
        Webhooks = new WebhooksClient(calls);
        Hosts = new HostsClient(calls);
        Cluster = new ClusterClient(calls);
        this.calls = calls;
    }

    /// <param name="address">Address of the service, such as <c>https://pulse.example/</c>.</param>
    /// <param name="apiKey">API key; <see langword="null"/> if the service has no keys.</param>
    public RetailPulseClient(Uri address, string? apiKey = null)
        : this(
            new HttpClient(NewHandler()) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan },
            new RetailPulseClientOptions { ApiKey = apiKey, CallTimeout = CallTimeout },
            owns: true
        ) { }

    /// <summary>
    /// Creates a handler that accepts compressed responses, and replaces connections so that it follows a service whose address changes. It
    /// does not follow redirects, which turn a submission into a query.
    /// </summary>
    private static SocketsHttpHandler NewHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };

    private RetailPulseClient(HttpClient http, RetailPulseClientOptions options, bool owns)
        : this(http, options) => owned = owns ? http : null;

    /// <summary>Jobs and their images.</summary>
    public JobsClient Jobs { get; }

    /// <summary>The events of all jobs of the tenant.</summary>
    public EventsClient Events { get; }

    /// <summary>Failed images of all jobs.</summary>
    public FailuresClient Failures { get; }

    /// <summary>Images of all jobs.</summary>
    public PhotosClient Photos { get; }

    /// <summary>Stores, the store master, and measurements of stores.</summary>
    public StoresClient Stores { get; }

    /// <summary>Deliveries of webhooks, and the secret that signs them.</summary>
    public WebhooksClient Webhooks { get; }

    /// <summary>The hosts that images are fetched from.</summary>
    public HostsClient Hosts { get; }

    /// <summary>The cluster that runs the service.</summary>
    public ClusterClient Cluster { get; }

    /// <summary>Returns the tenant, the role, and the limits of the key, and what its tenant has in progress.</summary>
    /// <exception cref="RetailPulseException">The key is unknown, or the service did not respond.</exception>
    public Task<Me> GetMeAsync(CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/v1/me", ClientJson.Default.Me, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();
}
