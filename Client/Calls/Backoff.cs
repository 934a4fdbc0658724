using System.Security.Cryptography;

namespace RetailPulse.Client;

/// <summary>Growing random waits, so that clients that failed together do not retry together.</summary>
internal static class Backoff
{
    private const int FirstMilliseconds = 200;
    private const int LongestMilliseconds = 5_000;

    /// <summary>
    /// Returns a random wait of 0.1 to 0.2 s after the first attempt, twice that after the second, and so on, up to 5 s.
    /// </summary>
    /// <param name="attempt">Number of the attempt that failed, from 1.</param>
    public static TimeSpan After(int attempt)
    {
        var most = (int)Math.Min(LongestMilliseconds, FirstMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(most / 2, most + 1));
    }
}
