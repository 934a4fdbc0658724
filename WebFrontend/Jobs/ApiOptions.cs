namespace RetailPulse.Web.Jobs;

/// <summary><c>RetailPulse:Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "RetailPulse:Api";

    /// <summary>Longest request body in bytes, 1 KiB to 1 GiB. Default 32 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 33_554_432;
}
