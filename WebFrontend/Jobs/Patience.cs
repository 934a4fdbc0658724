namespace RetailPulse.Web.Jobs;

/// <summary>How long a call of the cluster may take.</summary>
/// <param name="Attempt">For one attempt. One that is stuck, at a silo that is gone, is left behind after this long.</param>
/// <param name="Whole">For all attempts together.</param>
internal sealed record Patience(TimeSpan Attempt, TimeSpan Whole)
{
    /// <summary>For the attempt that begins now, after <paramref name="elapsed"/>.</summary>
    public TimeSpan Next(TimeSpan elapsed) => TimeSpan.FromTicks(Math.Clamp((Whole - elapsed).Ticks, 0, Attempt.Ticks));
}
