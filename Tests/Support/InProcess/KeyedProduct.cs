using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>A product with two tenants: acme has a key of each role, zeta has two keys that may change things. The name of a key is its tenant and role.</summary>
public sealed class KeyedProduct : IAsyncLifetime
{
    private static readonly string[] Keys = ["acme-read", "acme-submit", "acme-admin", "zeta-submit", "zeta-admin", "acme-manage"];

    private readonly AuditReader audit = new();

    public KeyedProduct()
        : this([]) { }

    internal KeyedProduct(params (string Key, string Value)[] settings) =>
        Product = new Product(
            Path.GetTempPath(),
            settings: [.. Keys.SelectMany(Settings), ("Logging:LogLevel:RetailPulse.Audit", "Information"), .. settings]
        )
        {
            Replace = services => services.AddSingleton<ILoggerProvider>(audit),
        };

    internal Product Product { get; }

    /// <summary>The lines of the audit, in order.</summary>
    internal IReadOnlyCollection<string> AuditLines => audit.Lines;

    /// <summary>
    /// Every route of the product. The dashboard's own routes, which are made when it is first looked at, are reached through one of these
    /// only.
    /// </summary>
    internal IEnumerable<RouteEndpoint> Routes =>
        Product
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route =>
                route.RoutePattern.RawText is "/dashboard/{**path}"
                || !route.RoutePattern.RawText!.StartsWith("/dashboard", StringComparison.Ordinal)
            );

    public ValueTask InitializeAsync() => Product.InitializeAsync();

    public ValueTask DisposeAsync() => Product.DisposeAsync();

    /// <summary>Changes a setting, as an edited file does.</summary>
    internal void Configure(string setting, string value)
    {
        var configuration = (IConfigurationRoot)Product.Services.GetRequiredService<IConfiguration>();
        configuration[setting] = value;
        configuration.Reload();
    }

    /// <param name="key"><see langword="null"/>: none is sent.</param>
    internal async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> SendAsync(
        string? key,
        HttpMethod method,
        string path,
        object? body = null,
        string? idempotencyKey = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        var response = await Product.Http.SendAsync(request);
        var text = await response.Content.ReadAsByteArrayAsync();
        var json = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        return ((int)response.StatusCode, json ? JsonSerializer.Deserialize<JsonElement>(text) : default, response);
    }

    /// <summary>Submits a job of one image of the store S1, by the older route.</summary>
    internal async Task<long> SubmitAsync(string key, string url = "http://a.example/1", string? idempotencyKey = null)
    {
        var (status, body) = (0, default(JsonElement));
        idempotencyKey ??= Guid.NewGuid().ToString("N");
        await Eventually.TrueAsync(
            async () =>
            {
                (status, body, _) = await SendAsync(key, HttpMethod.Post, "/api/submit", Job(url), idempotencyKey);
                return status != StatusCodes.Status503ServiceUnavailable;
            },
            "the job is submitted"
        );
        Assert.Equal(StatusCodes.Status201Created, status);
        return body.GetProperty("job_id").GetInt64();
    }

    internal static object Job(params string[] urls) => Submissions.Json([("S1", urls)]);

    private static IEnumerable<(string, string)> Settings(string key, int at) =>
        [
            ($"RetailPulse:Api:Keys:{at}:Name", $"name of {key}"),
            ($"RetailPulse:Api:Keys:{at}:Tenant", key.Split('-')[0]),
            ($"RetailPulse:Api:Keys:{at}:Role", key.Split('-')[1]),
            ($"RetailPulse:Api:Keys:{at}:Sha256", NewKey.Sha256(key)),
        ];

    private sealed class AuditReader : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == Audit.Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{logLevel} {formatter(state, exception)}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose() { }
    }
}
