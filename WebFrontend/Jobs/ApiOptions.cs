namespace RetailPulse.Web.Jobs;

/// <summary><c>RetailPulse:Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "RetailPulse:Api";

    /// <summary>Longest request body in bytes, 1 KiB to 1 GiB. Default 32 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 33_554_432;

    /// <summary>How long a body may take to arrive, 1 s to 1 h; then 408. Default 10 minutes: the longest body at half a megabit a second.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections of clients at once, 1 to 1,000,000; one more is closed. Default 20,000.</summary>
    public long MaxConnections { get; set; } = 20_000;
}
