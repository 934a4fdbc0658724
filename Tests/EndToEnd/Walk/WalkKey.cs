using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>An API key, called after its tenant and its role.</summary>
/// <param name="PerSecond">Requests; <see langword="null"/>: any number.</param>
internal sealed record WalkKey(string Tenant, string Role, int? PerSecond = null)
{
    public static readonly WalkKey Reader = new("acme", "read");
    public static readonly WalkKey Submitter = new("acme", "submit");
    public static readonly WalkKey Admin = new("acme", "admin");
    public static readonly WalkKey Stranger = new("zeta", "admin");

    /// <summary>Key of a tenant that may have one job at a time.</summary>
    public static readonly WalkKey Small = new("small", "submit");

    /// <summary>May ask once a second.</summary>
    public static readonly WalkKey Slow = new("slow", "read", PerSecond: 1);

    public string Value => $"{Tenant}-{Role}";

    /// <summary>All of them, and the quota.</summary>
    public static IEnumerable<string> Settings =>
        ((WalkKey[])[Reader, Submitter, Admin, Stranger, Small, Slow])
            .Index()
            .SelectMany(key => key.Item.SettingsAt($"--RetailPulse:Api:Keys:{key.Index}"))
            .Append($"--RetailPulse:Api:Tenants:{Small.Tenant}:MaxJobs=1");

    private IEnumerable<string> SettingsAt(string path) =>
        [
            $"{path}:Name=key {Value}",
            $"{path}:Tenant={Tenant}",
            $"{path}:Role={Role}",
            $"{path}:Sha256={NewKey.Sha256(Value)}",
            .. PerSecond is { } rate ? [$"{path}:RequestsPerSecond={rate}"] : Array.Empty<string>(),
        ];
}
