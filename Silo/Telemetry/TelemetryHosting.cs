using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RetailPulse.Grains.Reports;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Exports what a process measures: to Prometheus always, and over OTLP if an endpoint is configured.</summary>
public static class TelemetryHosting
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = PulseMeter.Name;

    /// <summary>The source of activities.</summary>
    public static ActivitySource Activities => PulseActivities.Source;

    /// <summary>Path at which Prometheus scrapes a process.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>Endpoint of a receiver of OTLP, as the specification of OpenTelemetry names it. Without it, nothing is sent.</summary>
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Meters of the platform and of libraries that are exported besides our own.</summary>
    private static readonly string[] OtherMeters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.Orleans",
        "Npgsql",
        "System.Net.Http",
        "System.Runtime",
    ];

    private static readonly string Version = typeof(TelemetryHosting)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    /// <summary>Adds the exporters.</summary>
    /// <param name="service">Name of the kind of process, such as <c>retailpulse-silo</c>.</param>
    internal static void AddRetailPulseTelemetry(this IHostApplicationBuilder builder, string service)
    {
        var otlp = !string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]);
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceVersion: Version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Name).AddMeter(OtherMeters).AddView(MetricViews.Of);
                metrics.AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
                if (otlp)
                    metrics.AddOtlpExporter();
            });
        if (otlp)
            builder
                .Services.AddOpenTelemetry()
                .WithTracing(tracing =>
                    tracing
                        .AddSource(Name)
                        .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !IsProbe(context.Request.Path))
                        .AddOtlpExporter()
                );
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<BuildMetric>(provider, Version));
    }

    private static bool IsProbe(PathString path) =>
        path.StartsWithSegments("/health") || path.StartsWithSegments("/alive") || path.StartsWithSegments(MetricsPath);

    /// <summary>Adds the counters of grains and the figures of the database, which every silo reports.</summary>
    internal static void AddSiloMetrics(this IServiceCollection services)
    {
        services.AddHostedService<CounterStart>();
        services.AddSingleton<DatabaseMetrics>();
        services.AddSingleton<IDatabaseReport>(provider => provider.GetRequiredService<DatabaseMetrics>());
        services.AddHostedService<DatabaseMetricsService>();
    }

    /// <summary>Answers Prometheus at <see cref="MetricsPath"/>. The caller decides who may ask.</summary>
    public static IApplicationBuilder UseMetrics(this IApplicationBuilder app) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath);
}
