namespace RetailPulse.Web.Access;

/// <summary>What a key may do. Each role may also do what those before it may.</summary>
internal enum Role
{
    /// <summary>Every GET.</summary>
    Read = 0,

    /// <summary>Submits, cancels, retries and amends jobs.</summary>
    Submit = 1,

    /// <summary>Reads and rotates the tenant's own webhook secret.</summary>
    Manage = 2,

    /// <summary>What concerns all tenants, such as the store master and the hosts of images: the right of the operator.</summary>
    Admin = 3,
}

/// <summary>Roles as they are written.</summary>
internal static class Roles
{
    public static readonly IReadOnlyDictionary<string, Role> Names = Enum.GetValues<Role>().ToDictionary(Name, StringComparer.Ordinal);

    public static string Name(Role role) => role.ToString().ToLowerInvariant();
}
