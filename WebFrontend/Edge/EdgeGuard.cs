using Microsoft.Extensions.Options;
using RetailPulse.Web.Access;
using RetailPulse.Web.Jobs;
using RetailPulse.Web.V1;

namespace RetailPulse.Web.Edge;

/// <summary>Refuses requests under a foreign host name, and those that web pages of other sites make to change something.</summary>
internal sealed class EdgeGuard(RequestDelegate next, IConfiguration configuration, IOptions<ApiOptions> api, AccessPolicy policy)
{
    private readonly HostNames names = new(configuration[HostNames.Setting], Listening.Hosts(configuration));
    private readonly HashSet<string> origins = new(api.Value.AllowedOrigins, StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (!Serves(context)) return Refusal.WriteAsync(context, Problem.MisdirectedRequest, ErrorResponse.Misdirected.Error);
        if (CrossSite.Refuses(context.Request, origins)) return Refusal.WriteAsync(context, Problem.CrossSite, ErrorResponse.CrossSite.Error);
        return next(context);
    }

    private bool Serves(HttpContext context)
    {
        var rules = policy.Current;
        if (!names.Allow(context.Request.Host, rules.IsOpen, context.Connection.LocalIpAddress)) return false;

        // On loopback and without keys, only this machine is served: a proxy on it would let others pass for it.
        return !rules.ServesThisMachineOnly || !context.Request.IsForwarded();
    }
}
