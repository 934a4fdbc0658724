namespace RetailPulse.WebFrontend.Api;

/// <summary><c>RetailPulse:Api</c>. What concerns keys, limits and quotas is read again when the configuration changes.</summary>
internal sealed class ApiOptions
{
    public const string Section = "RetailPulse:Api";

    private const long LeastBodyBytesAtOnce = 64 * 1024 * 1024;

    /// <summary>Longest request body in bytes, 1 KiB to 1 GiB. Default 32 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 33_554_432;

    /// <summary>
    /// Bytes of bodies that this front end holds at once, from <see cref="MaxBodyBytes"/> to 1 TiB; a body for which there is no room is refused with 503.
    /// Default: twice <see cref="MaxBodyBytes"/>, at least 64 MiB.
    /// </summary>
    public long? MaxBodyBytesAtOnce { get; set; }

    /// <summary>How long a body may take to arrive, 1 s to 1 h; then 408. Default 10 minutes: the longest body at half a megabit a second.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Connections of clients at once, 2 to 1,000,000; one more is closed. One client address gets about three quarters of those that others leave.
    /// Default: 20,000.
    /// </summary>
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Longest duration of an export, 1 s to 24 h; then its connection is aborted. Default: 30 minutes.</summary>
    public TimeSpan MaxExportDuration { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Who may call. Default empty: anybody who reaches this machine's loopback.</summary>
    public IList<ApiKeyOptions> Keys { get; } = [];

    /// <summary>Listen beyond loopback without keys, because something in front asks for them. Default <see langword="false"/>.</summary>
    public bool AllowOpen { get; set; }

    /// <summary>Origins such as <c>https://app.example.com</c> whose pages may call this service from a browser. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Addresses and networks of proxies whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Prefix</c> count. Default: none.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Path below which a proxy serves this service without removing it, such as <c>/pulse</c>. Default: none.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>Email address or absolute URL that the OpenAPI document names as the contact of this service. Default: none.</summary>
    public string Contact { get; set; } = "";

    /// <summary>
    /// Port of all addresses on which nothing but <c>/health</c> and <c>/alive</c> is served, with connections that do not count. Default
    /// <see langword="null"/>: none.
    /// </summary>
    public int? ProbePort { get; set; }

    /// <summary>
    /// Requests of one key (without keys: of one client address) that this front end answers, 1 to 1,000,000; of several front ends each counts for
    /// itself. Default <see langword="null"/>: any number.
    /// </summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>Requests that may come at once after a quiet time, 1 to 1,000,000. Default: <see cref="RequestsPerSecond"/>.</summary>
    public int? RequestBurst { get; set; }

    /// <summary>Jobs that a tenant may have ongoing at once, on all front ends together; at least 1. Default <see langword="null"/>: any number.</summary>
    public long? MaxJobs { get; set; }

    /// <summary>Images of a tenant's ongoing jobs, on all front ends together; at least 1. Default <see langword="null"/>: any number.</summary>
    public long? MaxImages { get; set; }

    /// <summary><see cref="MaxBodyBytesAtOnce"/>, or its default.</summary>
    internal long MostBodyBytesAtOnce => MaxBodyBytesAtOnce ?? Math.Max(2 * MaxBodyBytes, LeastBodyBytesAtOnce);

    /// <summary>Other quotas for some tenants, by their names.</summary>
    public IDictionary<string, TenantOptions> Tenants { get; } = new Dictionary<string, TenantOptions>(StringComparer.Ordinal);
}
