using System.Collections.Frozen;
using RetailPulse.Silo.Health;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>A separate port for an orchestrator's probes: clients cannot use up its connections, and it serves nothing else.</summary>
internal static class ProbePort
{
    private const string Setting = $"{ApiOptions.Section}:{nameof(ApiOptions.ProbePort)}";
    private const string Endpoints = "Kestrel:Endpoints";

    private static readonly FrozenSet<string> Paths = FrozenSet.ToFrozenSet([
        "/health",
        "/alive",
        Probes.Live,
        Probes.Ready,
        Probes.Startup,
    ]);

    /// <summary>Returns the URL to listen on; <see langword="null"/> if no such port is configured.</summary>
    public static string? UrlOf(IConfiguration configuration) => configuration[Setting] is { Length: > 0 } port ? $"http://*:{port}" : null;

    /// <summary>Adds the port to the addresses that the server listens on.</summary>
    public static void Listen(IConfigurationManager configuration)
    {
        if (UrlOf(configuration) is not { } url || !Digits.TryParse(configuration[Setting], out int _))
            return;
        if (configuration.GetSection(Endpoints).GetChildren().Any())
            configuration[$"{Endpoints}:Probes:Url"] = url;
        else
            configuration[WebHostDefaults.ServerUrlsKey] = $"{configuration[WebHostDefaults.ServerUrlsKey]};{url}";
    }

    public static Task ServeAsync(HttpContext context, RequestDelegate next, int port)
    {
        if (context.Connection.LocalPort != port || context.Request.Path.Value is { } path && Paths.Contains(path))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
