using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RetailPulse.Silo.Telemetry;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>
/// Adds the layers between a connection and the routes: proxies, host names, pages of other sites, and common response headers.
/// </summary>
internal static class EdgeHosting
{
    private static readonly string[] Methods =
    [
        HttpMethods.Get,
        HttpMethods.Head,
        HttpMethods.Post,
        HttpMethods.Put,
        HttpMethods.Patch,
        HttpMethods.Delete,
    ];
    private static readonly string[] RequestHeaders =
    [
        HeaderNames.Authorization,
        AccessRules.KeyHeader,
        HeaderNames.ContentType,
        IdempotencyKey.Header,
        "Last-Event-ID",
        HeaderNames.IfNoneMatch,
        HeaderNames.IfMatch,
        HeaderNames.TraceParent,
        HeaderNames.TraceState,
    ];
    private static readonly string[] ResponseHeaders =
    [
        HeaderNames.Location,
        HeaderNames.ETag,
        HeaderNames.RetryAfter,
        HeaderNames.ContentDisposition,
        IdempotencyKey.ReplayedHeader,
        RequestId.Header,
        RateStanding.Header,
        RateStanding.PolicyHeader,
    ];
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        ProbePort.Listen(builder.Configuration);
        builder.Services.AddSingleton<IValidateOptions<ApiOptions>, EdgeOptionsValidator>();
        builder.Services.AddCors();
        builder
            .Services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<ApiOptions>>((server, api) => server.ConfigureEndpointDefaults(ConnectionShares.Limit(api.Value)));

        // The framework's own filters run first and know neither keys nor error formats: one lets everything pass, the other follows our
        // setting.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["*"]);
        builder
            .Services.AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<ApiOptions>>((forwarded, api) => Forwarding.Configure(forwarded, api.Value.TrustedProxies));
    }

    public static void UseEdge(this WebApplication app)
    {
        var api = app.Services.GetRequiredService<IOptions<ApiOptions>>().Value;
        app.UseMiddleware<ResponseMiddleware>();
        if (api.ProbePort is { } port)
        {
            var metrics = ((IApplicationBuilder)app).New().UseMetrics().Build();
            app.Use((context, next) => ProbePort.ServeAsync(context, next, port, metrics));
        }

        app.UseForwardedHeaders();
        app.Use(Forwarding.CheckPrefixAsync);
        app.UseWhen(context => context.Connection.LocalPort != api.ProbePort, guarded => guarded.UseMiddleware<EdgeMiddleware>());
        if (api.AllowedOrigins.Count > 0)
            app.UseCors(policy =>
                policy
                    .WithOrigins([.. api.AllowedOrigins])
                    .WithMethods(Methods)
                    .WithHeaders(RequestHeaders)
                    .WithExposedHeaders(ResponseHeaders)
                    .SetPreflightMaxAge(PreflightAge)
            );
        if (api.PathBase.Length > 0)
            app.UsePathBase(api.PathBase);
        app.Use(HeadRequests.ServeAsync);
        app.UseRouting();
    }
}
