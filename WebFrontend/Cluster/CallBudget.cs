using System.Globalization;

namespace RetailPulse.WebFrontend.Cluster;

/// <summary>The time that a call to the cluster may take.</summary>
/// <param name="PerAttempt">Maximum time for one attempt. An attempt that a dead silo never completes is abandoned after this time.</param>
/// <param name="Total">Maximum time for all attempts together.</param>
internal sealed record CallBudget(TimeSpan PerAttempt, TimeSpan Total)
{
    /// <summary>Returns a budget for grain methods with the response timeouts <paramref name="of"/>.</summary>
    /// <param name="perAttempt">Maximum time for one attempt; <see langword="null"/> for the shortest of the timeouts.</param>
    /// <exception cref="ArgumentOutOfRangeException">An attempt would outlast the response timeout of a method.</exception>
    public static CallBudget For(TimeSpan total, TimeSpan? perAttempt, params ReadOnlySpan<string> of)
    {
        var shortest = TimeSpan.MaxValue;
        foreach (var timeout in of)
        {
            if (TimeSpan.Parse(timeout, CultureInfo.InvariantCulture) is var parsed && parsed < shortest)
                shortest = parsed;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(perAttempt ?? shortest, shortest, nameof(perAttempt));
        return new CallBudget(perAttempt ?? shortest, total);
    }

    /// <summary>Returns the time for an attempt that begins after <paramref name="elapsed"/>.</summary>
    public TimeSpan Next(TimeSpan elapsed) => TimeSpan.FromTicks(Math.Clamp((Total - elapsed).Ticks, 0, PerAttempt.Ticks));
}
