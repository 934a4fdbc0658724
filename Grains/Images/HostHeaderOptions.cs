using System.ComponentModel;

namespace RetailPulse.Grains.Images;

/// <summary>An entry of <c>RetailPulse:Images:HostHeaders</c>: a header that is sent with requests to one origin.</summary>
public sealed class HostHeaderOptions
{
    /// <summary>Scheme, host and port, such as <c>https://images.example.com</c>. The header is not sent to any other origin.</summary>
    public string Origin { get; set; } = "";

    /// <summary>Name of the header, such as <c>Authorization</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Value of the header, 1 to 8,192 visible ASCII characters, spaces and tabs. It is never logged.</summary>
    [PasswordPropertyText(true)]
    public string Value { get; set; } = "";

    /// <summary>Tenant whose images are requested with the header. Default: all tenants.</summary>
    public string? Tenant { get; set; }
}
