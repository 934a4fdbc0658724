using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Mail;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The <c>RetailPulse:Api</c> settings. Keys, limits, and quotas are reloaded when the configuration changes.</summary>
internal sealed class ApiOptions : IValidatableObject
{
    public const string Section = "RetailPulse:Api";

    private const long MinBodyBytesAtOnce = 64 * 1024 * 1024;

    /// <summary>Maximum size of a request body, in bytes, 1 KiB to 1 GiB. Default: 32 MiB.</summary>
    [Range(1024, 1_073_741_824)]
    public long MaxBodyBytes { get; set; } = 33_554_432;

    /// <summary>
    /// Maximum number of bytes of bodies that this front end holds at once, <see cref="MaxBodyBytes"/> to 1 TiB. A body beyond it receives
    /// 503. Default: twice <see cref="MaxBodyBytes"/>, at least 64 MiB.
    /// </summary>
    public long? MaxBodyBytesAtOnce { get; set; }

    /// <summary>
    /// Maximum size of a submission as NDJSON or CSV, compressed and decompressed, in bytes, 1 KiB to 16 GiB. Default: 1 GiB.
    /// </summary>
    [Range(1024, 17_179_869_184)]
    public long MaxUploadBytes { get; set; } = 1_073_741_824;

    /// <summary>
    /// Maximum time for a submission as NDJSON or CSV to arrive, 1 s to 24 hours; then the response is 408. Default: 1 hour.
    /// </summary>
    /// <remarks>In one hour, the longest upload arrives at 2.4 megabits per second.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Maximum time for a body to arrive, 1 s to 1 hour; then the response is 408. Default: 10 minutes.</summary>
    /// <remarks>In 10 minutes, the longest body arrives at half a megabit per second.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Maximum number of connections of clients, 2 to 1,000,000. Further ones are closed. Default: 20,000.</summary>
    /// <remarks>One client address gets about three quarters of the connections that others leave.</remarks>
    [Range(2, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Maximum duration of an export, 1 s to 24 hours; then its connection is aborted. Default: 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxExportDuration { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Keys that may call the API. Default: none, so anyone who reaches the loopback addresses of this machine.</summary>
    public IList<ApiKeyOptions> Keys { get; } = [];

    /// <summary>
    /// Whether to listen beyond loopback without keys, because a proxy in front of the service checks access. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool AllowOpen { get; set; }

    /// <summary>
    /// Whether thumbnails of images are made, for which images are downloaded again. Default: <see langword="true"/>.
    /// </summary>
    public bool Thumbnails { get; set; } = true;

    /// <summary>Origins such as <c>https://app.example.com</c> whose pages may call this service from a browser. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Addresses and networks of proxies whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Prefix</c> are trusted.
    /// Default: none.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Path below which a proxy serves this service without removing it, such as <c>/pulse</c>. Default: none.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>Email address or absolute URL of the contact in the OpenAPI document. Default: none.</summary>
    public string Contact { get; set; } = "";

    /// <summary>
    /// Port, on all addresses, that serves only probes and metrics, 1 to 65,535. Its connections do not count toward
    /// <see cref="MaxConnections"/>. Default: none.
    /// </summary>
    [Range(1, IPEndPoint.MaxPort)]
    public int? ProbePort { get; set; }

    /// <summary>
    /// How long a front end still serves requests after a stop has begun and <c>/health/ready</c> and <c>/health</c> fail, 0 to 1 minute.
    /// Default: 5 s. It stops at once if nobody asked for either within the last minute. Allow 20 s more before SIGKILL.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum number of requests per second of one key (without keys: of one client address) to this front end, 1 to 1,000,000. Default:
    /// unlimited.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? RequestsPerSecond { get; set; }

    /// <summary>Maximum number of requests at once after a pause, 1 to 1,000,000. Default: <see cref="RequestsPerSecond"/>.</summary>
    [Range(1, 1_000_000)]
    public int? RequestBurst { get; set; }

    /// <summary>Maximum number of ongoing jobs of a tenant, on all front ends together, at least 1. Default: unlimited.</summary>
    [Range(1, double.PositiveInfinity)]
    public long? MaxJobs { get; set; }

    /// <summary>Maximum number of images of a tenant's ongoing jobs, on all front ends together, at least 1. Default: unlimited.</summary>
    [Range(1, double.PositiveInfinity)]
    public long? MaxImages { get; set; }

    /// <summary><see cref="MaxBodyBytesAtOnce"/>, or its default.</summary>
    internal long MostBodyBytesAtOnce => MaxBodyBytesAtOnce ?? Math.Max(2 * MaxBodyBytes, MinBodyBytesAtOnce);

    /// <summary>Quotas of single tenants, by the tenant's name.</summary>
    public IDictionary<string, TenantOptions> Tenants { get; } = new Dictionary<string, TenantOptions>(StringComparer.Ordinal);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MostBodyBytesAtOnce < MaxBodyBytes || MostBodyBytesAtOnce > 1L << 40)
            yield return new ValidationResult(
                $"{Section}:MaxBodyBytesAtOnce must be at least {Section}:MaxBodyBytes, and at most 1099511627776."
            );
        if (Contact.Length > 0 && !Uri.IsWellFormedUriString(Contact, UriKind.Absolute) && !MailAddress.TryCreate(Contact, out _))
            yield return new ValidationResult($"{Section}:Contact must be an email address or an absolute URL.");
    }
}
