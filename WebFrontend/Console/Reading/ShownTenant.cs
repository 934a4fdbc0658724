namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>A tenant, as the settings of a front end describe it.</summary>
/// <param name="Keys">Names of its keys, each with its role.</param>
/// <param name="MaxJobs">Its quota of jobs; <see langword="null"/> for no limit.</param>
/// <param name="MaxImages">Its quota of images; <see langword="null"/> for no limit.</param>
public sealed record ShownTenant(string Name, IReadOnlyList<string> Keys, string? MaxJobs, string? MaxImages)
{
    private const string Api = "RetailPulse:Api:";
    private const string KeyPrefix = Api + "Keys:";

    /// <summary>Returns the tenants of all keys, by name.</summary>
    public static IReadOnlyList<ShownTenant> Of(IReadOnlyList<ShownSetting> settings)
    {
        var values = settings
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. values
                .Where(value => value.Key.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase))
                .GroupBy(value => value.Key[..(value.Key.IndexOf(':', KeyPrefix.Length) is var end and > 0 ? end : value.Key.Length)])
                .Select(key => (Name: Of(key.Key, "Name"), Tenant: Of(key.Key, "Tenant"), Role: Of(key.Key, "Role")))
                .Where(key => key.Tenant is not null)
                .GroupBy(key => key.Tenant!, key => $"{key.Name} ({key.Role})", StringComparer.Ordinal)
                .OrderBy(tenant => tenant.Key, StringComparer.Ordinal)
                .Select(tenant => new ShownTenant(tenant.Key, [.. tenant], Quota(tenant.Key, "MaxJobs"), Quota(tenant.Key, "MaxImages"))),
        ];

        string? Of(string key, string member) => values.GetValueOrDefault($"{key}:{member}");

        string? Quota(string tenant, string name) =>
            values.GetValueOrDefault($"{Api}Tenants:{tenant}:{name}") ?? values.GetValueOrDefault(Api + name);
    }
}
