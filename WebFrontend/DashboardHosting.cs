using System.Net;
using Orleans.Dashboard;
using RetailPulse.Web.Access;
using RetailPulse.Web.Edge;
using RetailPulse.Web.Jobs;
using RetailPulse.Web.V1;

namespace RetailPulse.Web;

/// <summary>The Orleans Dashboard, which shows the inside of the cluster: for the role admin, or without keys for this machine.</summary>
internal static class DashboardHosting
{
    private const string Root = "/dashboard";

    /// <summary>The log stays in the log: the dashboard would stream it, for an hour at a time.</summary>
    public static void AddDashboardPage(this WebApplicationBuilder builder) =>
        builder.Services.Configure<DashboardOptions>(dashboard => dashboard.HideTrace = true);

    /// <summary>
    /// The dashboard is built when it is first looked at: it keeps all of its files in memory, 13 MB for the debuggers of browsers among them, twice each.
    /// </summary>
    public static void MapDashboard(this WebApplication app)
    {
        var dashboard = new Lazy<RequestDelegate>(() => Build(app));
        var policy = app.Services.GetRequiredService<AccessPolicy>();
        app.MapGet($"{Root}/{{**path}}", context => ServeAsync(context, policy.Current, dashboard)).Needs(Role.Admin).WithMetadata(new KeyPrompt()).ExcludeFromDescription();
    }

    /// <summary>
    /// Whether a request comes from this machine and from no page elsewhere, and no proxy on this machine lets others pass for it. A proxy that says nothing of
    /// itself may still show by what browsers never do: by HTTP/1.0, or by a page under another name than <c>Host</c>.
    /// </summary>
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
        if (rules.IsOpen && !IsFromThisMachine(context)) return Refusal.WriteAsync(context, Problem.Of(StatusCodes.Status403Forbidden), ErrorResponse.OtherMachine.Error);
        context.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "same-origin";

        // The dashboard has routes of its own below this one.
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
