using RetailPulse.Cluster;
using RetailPulse.Silo.Notices;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Notices settings of the API that an operator may have overlooked.</summary>
internal sealed class StartNotices(AccessPolicy policy) : IStartNotices
{
    public IEnumerable<StartNotice> Read() => Of(policy.Options);

    public static IEnumerable<StartNotice> Of(ApiOptions api)
    {
        var tenants = TenantsOf(api.Keys);
        if (tenants.Length < 2)
            yield break;

        string[] unbounded = [.. tenants.Where(tenant => !HasQuota(tenant, api))];
        if (unbounded.Length > 0)
            yield return new StartNotice(
                $"Several tenants share this service, and no quota bounds the jobs of {Names(unbounded)}.",
                $"Set {ApiOptions.Section}:MaxJobs and {ApiOptions.Section}:MaxImages, or those of a tenant below {ApiOptions.Section}:Tenants."
            );

        var unlimited = TenantsOf(api.Keys.Where(key => (key.RequestsPerSecond ?? api.RequestsPerSecond) is null));
        if (unlimited.Length > 0)
            yield return new StartNotice(
                $"Several tenants share this service, and no rate limits the requests of {Names(unlimited)}.",
                $"Set {ApiOptions.Section}:RequestsPerSecond."
            );

        var operators = TenantsOf(api.Keys.Where(key => key.Role == Roles.Name(Role.Admin)));
        if (operators.Length > 1)
            yield return new StartNotice(
                $"Keys of several tenants, {Names(operators)}, have the role admin, which replaces the store master of all tenants.",
                "A tenant's own webhook secret takes the role manage."
            );
    }

    private static string[] TenantsOf(IEnumerable<ApiKeyOptions> keys) =>
        [.. keys.Select(key => key.Tenant).Distinct().Order(StringComparer.Ordinal)];

    private static bool HasQuota(string tenant, ApiOptions api) =>
        api is not { MaxJobs: null, MaxImages: null }
        || (api.Tenants.TryGetValue(tenant, out var own) && own is not { MaxJobs: null, MaxImages: null });

    /// <summary>Returns the first names, so that the notice stays one line.</summary>
    private static string Names(string[] tenants) =>
        tenants.Length <= 5 ? string.Join(", ", tenants) : $"{string.Join(", ", tenants[..5])} and {tenants.Length - 5} more";
}
