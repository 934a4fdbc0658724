namespace RetailPulse.WebFrontend.Access;

/// <summary>The rights of a key. Each role includes the rights of those before it.</summary>
internal enum Role
{
    /// <summary>Reads with GET.</summary>
    Read = 0,

    /// <summary>Submits, cancels, retries and amends jobs.</summary>
    Submit = 1,

    /// <summary>Reads and rotates the tenant's own webhook secret.</summary>
    Manage = 2,

    /// <summary>Accesses what concerns all tenants, such as the store master and the image hosts. For operators.</summary>
    Admin = 3,
}

/// <summary>Converts roles to and from their names.</summary>
internal static class Roles
{
    public static readonly IReadOnlyDictionary<string, Role> Names = Enum.GetValues<Role>().ToDictionary(Name, StringComparer.Ordinal);

    public static string Name(Role role) => role.ToString().ToLowerInvariant();
}
