namespace RetailPulse.Grains.Images;

/// <summary><c>RetailPulse:Images:HostHeaders:0</c> and so on: a header field that requests to one origin carry.</summary>
public sealed class HostHeaderOptions
{
    /// <summary>Scheme, host and port, such as <c>https://images.example.com</c>. Requests to any other origin do not carry the field.</summary>
    public string Origin { get; set; } = "";

    /// <summary>Name of the field, such as <c>Authorization</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Value of the field, 1 to 8,192 visible ASCII characters, spaces and tabs. It is never logged.</summary>
    public string Value { get; set; } = "";

    /// <summary>Tenant whose images are requested with the field. Default: all tenants.</summary>
    public string? Tenant { get; set; }
}
