using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Logs, at start, settings that an operator may have overlooked. None of them prevents the service from running.</summary>
internal sealed partial class StartNotices(IOptions<ApiOptions> api, ILogger<StartNotices> logger) : IHostedService
{
    public static IEnumerable<string> Of(ApiOptions api)
    {
        var tenants = TenantsOf(api.Keys);
        if (tenants.Length < 2)
            yield break;

        string[] unbounded = [.. tenants.Where(tenant => !HasQuota(tenant, api))];
        if (unbounded.Length > 0)
            yield return $"Several tenants share this service, and no quota bounds the jobs of {Names(unbounded)}. Set {ApiOptions.Section}:MaxJobs and {ApiOptions.Section}:MaxImages, or those of a tenant below {ApiOptions.Section}:Tenants.";

        var unlimited = TenantsOf(api.Keys.Where(key => (key.RequestsPerSecond ?? api.RequestsPerSecond) is null));
        if (unlimited.Length > 0)
            yield return $"Several tenants share this service, and no rate limits the requests of {Names(unlimited)}. Set {ApiOptions.Section}:RequestsPerSecond.";

        var operators = TenantsOf(api.Keys.Where(key => key.Role == Roles.Name(Role.Admin)));
        if (operators.Length > 1)
            yield return $"Keys of several tenants, {Names(operators)}, have the role admin, which replaces the store master of all tenants. A tenant's own webhook secret takes the role manage.";
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in Of(api.Value))
            LogNotice(notice);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string[] TenantsOf(IEnumerable<ApiKeyOptions> keys) =>
        [.. keys.Select(key => key.Tenant).Distinct().Order(StringComparer.Ordinal)];

    private static bool HasQuota(string tenant, ApiOptions api) =>
        api is not { MaxJobs: null, MaxImages: null }
        || (api.Tenants.TryGetValue(tenant, out var own) && own is not { MaxJobs: null, MaxImages: null });

    /// <summary>Returns the first names, so that the notice stays one line.</summary>
    private static string Names(string[] tenants) =>
        tenants.Length <= 5 ? string.Join(", ", tenants) : $"{string.Join(", ", tenants[..5])} and {tenants.Length - 5} more";

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogNotice(string notice);
}
