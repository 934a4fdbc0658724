using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RetailPulse.WebFrontend.Api;

/// <summary>An entry of <c>RetailPulse:Api:Keys</c>. Only the owner has the key itself.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>Name of the key's holder in the audit: 1 to 64 characters, no control characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Tenant whose jobs the key accesses: 1 to 64 of <c>a</c> to <c>z</c>, <c>0</c> to <c>9</c> and <c>-</c>.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>Role of the key: <c>read</c>, <c>submit</c>, <c>manage</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>SHA-256 of the key in UTF-8, as 64 hexadecimal digits.</summary>
    [PasswordPropertyText(true)]
    public string Sha256 { get; set; } = "";

    /// <summary>Value for this key that replaces <see cref="ApiOptions.RequestsPerSecond"/>.</summary>
    [Range(1, 1_000_000)]
    public int? RequestsPerSecond { get; set; }

    /// <summary>Value for this key that replaces <see cref="ApiOptions.RequestBurst"/>.</summary>
    [Range(1, 1_000_000)]
    public int? RequestBurst { get; set; }
}

/// <summary>An entry of <c>RetailPulse:Api:Tenants</c>, by the tenant's name.</summary>
internal sealed class TenantOptions
{
    /// <summary>Value for this tenant that replaces <see cref="ApiOptions.MaxJobs"/>.</summary>
    [Range(1, double.PositiveInfinity)]
    public long? MaxJobs { get; set; }

    /// <summary>Value for this tenant that replaces <see cref="ApiOptions.MaxImages"/>.</summary>
    [Range(1, double.PositiveInfinity)]
    public long? MaxImages { get; set; }
}
