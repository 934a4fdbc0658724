using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Refuses requests for a foreign host name, and requests of web pages of other sites.</summary>
internal sealed class EdgeMiddleware(
    RequestDelegate next,
    IConfiguration configuration,
    IOptions<ApiOptions> api,
    AccessPolicy policy,
    Audit audit,
    FrontEndTelemetry telemetry
)
{
    private readonly HostNames names = new(configuration[HostNames.Setting], Listening.Hosts(configuration));
    private readonly HashSet<string> origins = new(api.Value.AllowedOrigins, StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (!Serves(context))
            return RefuseAsync(context, Problem.MisdirectedRequest, ErrorResponse.Misdirected);
        if (CrossSite.Refuses(context.Request, origins))
            return RefuseAsync(context, Problem.CrossSite, ErrorResponse.CrossSite);
        return next(context);
    }

    private Task RefuseAsync(HttpContext context, Problem problem, ErrorResponse response)
    {
        telemetry.AccessRefused(problem.Code);
        return audit.NoteAsync(context, route: null, caller: null, new Refusal(problem, response).ExecuteAsync(context));
    }

    private bool Serves(HttpContext context)
    {
        var rules = policy.Current;
        if (!names.Allow(context.Request.Host, rules.IsOpen, context.Connection.LocalIpAddress))
            return false;

        // On loopback and without keys, only this machine is served: a proxy on it would let others pass for it.
        return !rules.ServesThisMachineOnly || !context.Request.IsForwarded();
    }
}
