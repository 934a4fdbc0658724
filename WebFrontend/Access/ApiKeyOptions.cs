namespace RetailPulse.Web.Access;

/// <summary>One of <c>RetailPulse:Api:Keys</c>. The key itself is nowhere but with its owner.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>Who holds it, as the audit names it; 1 to 64 characters, none of them a control character.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whose jobs it is for; 1 to 64 of <c>a</c> to <c>z</c>, <c>0</c> to <c>9</c> and <c>-</c>.</summary>
    public string Tenant { get; set; } = "";

    /// <summary><c>read</c>, <c>submit</c>, <c>manage</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>Of the key's UTF-8, as 64 hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Instead of <see cref="Jobs.ApiOptions.RequestsPerSecond"/>, for this key.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>Instead of <see cref="Jobs.ApiOptions.RequestBurst"/>, for this key.</summary>
    public int? RequestBurst { get; set; }
}

/// <summary>One of <c>RetailPulse:Api:Tenants</c>, by the tenant's name.</summary>
internal sealed class TenantOptions
{
    /// <summary>Instead of <see cref="Jobs.ApiOptions.MaxJobs"/>, for this tenant.</summary>
    public long? MaxJobs { get; set; }

    /// <summary>Instead of <see cref="Jobs.ApiOptions.MaxImages"/>, for this tenant.</summary>
    public long? MaxImages { get; set; }
}
