namespace RetailPulse.Benchmarks.Origin;

/// <summary>What is wrong with an image host.</summary>
internal enum HostTrouble
{
    /// <summary>It responds after 5 s.</summary>
    Slow,

    /// <summary>It refuses every connection.</summary>
    Dead,

    /// <summary>It accepts connections and never responds.</summary>
    Silent,

    /// <summary>It takes a number of requests every few seconds, and responds <c>429</c> with <c>Retry-After</c> to all others.</summary>
    RateLimiting,

    /// <summary>It responds at once, and then sends a byte every second.</summary>
    Trickling,
}
