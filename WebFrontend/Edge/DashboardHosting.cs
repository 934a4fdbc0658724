using System.Net;
using Orleans.Dashboard;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>
/// Adds the Orleans Dashboard, which shows the internals of the cluster to the role admin or, without keys, to this machine.
/// </summary>
internal static class DashboardHosting
{
    private const string Root = "/dashboard";

    /// <summary>Hides the log, which the dashboard would otherwise stream for an hour at a time.</summary>
    public static void AddDashboardPage(this WebApplicationBuilder builder) =>
        builder.Services.Configure<DashboardOptions>(dashboard => dashboard.HideTrace = true);

    /// <summary>Maps the dashboard, which is built at its first request.</summary>
    /// <remarks>It keeps two copies of all its files in memory, including 13 MB of source maps for browser debuggers.</remarks>
    public static void MapDashboard(this WebApplication app)
    {
        var dashboard = new Lazy<RequestDelegate>(() => Build(app));
        var policy = app.Services.GetRequiredService<AccessPolicy>();
        app.MapGet($"{Root}/{{**path}}", context => ServeAsync(context, policy.Current, dashboard))
            .Needs(Role.Admin)
            .WithMetadata(new KeyPrompt())
            .ExcludeFromDescription();
    }

    /// <summary>
    /// Returns whether a request comes from this machine, and neither from another site's page nor through a proxy on this machine.
    /// </summary>
    /// <remarks>
    /// A proxy that does not identify itself may be recognized by what browsers never do: HTTP/1.0, or a referring page with another name
    /// than <c>Host</c>.
    /// </remarks>
    internal static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && HostNames.IsLoopback(context.Request.Host)
        && !context.Request.IsForwarded()
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && !IsUnderAnotherName(context.Request);

    private static bool IsUnderAnotherName(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page)
        && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin"
        && !string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static Task ServeAsync(HttpContext context, AccessRules rules, Lazy<RequestDelegate> dashboard)
    {
        if (rules.IsOpen && !IsFromThisMachine(context))
            return new Refusal(Problem.Of(StatusCodes.Status403Forbidden), ErrorResponse.OtherMachine).ExecuteAsync(context);
        context.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "same-origin";

        // The dashboard has its own routes below this one.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return dashboard.Value(context);
    }

    private static RequestDelegate Build(IApplicationBuilder app)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Root));
        return branch.Build();
    }
}
