using RetailPulse.Silo.Telemetry;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Adds the metrics of a front end.</summary>
internal static class MetricsHosting
{
    public static void AddTelemetry(this WebApplicationBuilder builder) => builder.Services.AddSingleton<FrontEndTelemetry>();

    public static void UseTelemetry(this WebApplication app)
    {
        app.UseMiddleware<SubmissionMeter>();
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<FrontEndTelemetry>().Zero);
    }

    /// <summary>Serves metrics to the role admin, because they concern all tenants. On the probe port, no key is needed.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var metrics = ((IApplicationBuilder)app).New().UseMetrics().Build();
        app.MapGet(
                TelemetryHosting.MetricsPath,
                context =>
                {
                    context.SetEndpoint(null);
                    return metrics(context);
                }
            )
            .Needs(Role.Admin)
            .DisableHttpMetrics()
            .ExcludeFromDescription();
    }
}
