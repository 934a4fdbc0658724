namespace RetailPulse.Web.Access;

/// <summary>What a key may do. Each role may do what those before it may, too.</summary>
internal enum Role
{
    /// <summary>Every GET.</summary>
    Read = 0,

    /// <summary>Submits, cancels, retries and amends jobs.</summary>
    Submit = 1,

    /// <summary>Whatever concerns more than jobs of its own, such as the store master.</summary>
    Admin = 2,
}

/// <summary>Roles as they are written.</summary>
internal static class Roles
{
    public static readonly IReadOnlyDictionary<string, Role> Names = Enum.GetValues<Role>().ToDictionary(Name, StringComparer.Ordinal);

    public static string Name(Role role) => role.ToString().ToLowerInvariant();
}
