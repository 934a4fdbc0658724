namespace RetailPulse.WebFrontend.Cluster;

/// <summary>How long a call of the cluster may take.</summary>
/// <param name="PerAttempt">For one attempt. One that is stuck, at a silo that is gone, is left behind after this long.</param>
/// <param name="Total">For all attempts together.</param>
internal sealed record CallBudget(TimeSpan PerAttempt, TimeSpan Total)
{
    /// <summary>For the attempt that begins now, after <paramref name="elapsed"/>.</summary>
    public TimeSpan Next(TimeSpan elapsed) => TimeSpan.FromTicks(Math.Clamp((Total - elapsed).Ticks, 0, PerAttempt.Ticks));
}
