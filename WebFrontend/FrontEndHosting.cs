using System.Net;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Orleans.Dashboard;
using RetailPulse.Silo;
using RetailPulse.Web.Access;

namespace RetailPulse.Web;

/// <summary>What surrounds the API: the cluster behind it, the dashboard, the health check.</summary>
internal static class FrontEndHosting
{
    /// <summary>A whole cluster in this process, or a client of one elsewhere.</summary>
    public static void AddRetailPulseRole(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ClusterHealth>("cluster");
        if (SiloHosting.ReadTopology(builder.Configuration).Role == FrontEndRole.Client) builder.AddRetailPulseClient();
        else builder.AddRetailPulseEmbedded();
    }

    /// <summary>
    /// The dashboard shows the cluster's inside and asks for no key, so it answers this machine only. It is laid out when first looked at: it
    /// keeps all of its files in memory, 13 MB for the debuggers of browsers among them, twice each.
    /// </summary>
    public static void MapDashboard(this WebApplication app)
    {
        var dashboard = new Lazy<RequestDelegate>(() => BuildDashboard(app));
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/dashboard", StringComparison.OrdinalIgnoreCase),
            branch => branch.Use(RefuseStrangersAsync).Use((RequestDelegate _) => context => dashboard.Value(context)));
    }

    /// <summary>Whether requests can be answered, and whether the process lives: an orchestrator stops asking of the first, and restarts for the second.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health").NeedsNoKey();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).NeedsNoKey();
    }

    private static RequestDelegate BuildDashboard(IApplicationBuilder app)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseEndpoints(endpoints => endpoints.MapOrleansDashboard("/dashboard"));
        return branch.Build();
    }

    internal static Task RefuseStrangersAsync(HttpContext context, RequestDelegate next)
    {
        if (IsFromThisMachine(context)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Neither from elsewhere nor from a page elsewhere: a stranger's page in a browser here can give its own name this machine's address, and
    /// then still names itself in <c>Host</c>.
    /// </summary>
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && (context.Request.Host.Host == "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named)));
}
