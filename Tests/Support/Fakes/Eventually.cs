using System.Diagnostics;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Polls for a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 60) =>
        Assert.True(await HappensAsync(condition, seconds), $"Not within {seconds} s: {what}");

    public static Task TrueAsync(Func<bool> condition, string what, int seconds = 60) =>
        TrueAsync(() => Task.FromResult(condition()), what, seconds);

    /// <summary>Returns whether the condition was met in time.</summary>
    public static Task<bool> HappensAsync(Func<bool> condition, int seconds) => HappensAsync(() => Task.FromResult(condition()), seconds);

    /// <inheritdoc cref="HappensAsync(Func{bool}, int)"/>
    public static async Task<bool> HappensAsync(Func<Task<bool>> condition, int seconds)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed.TotalSeconds >= seconds)
                return false;
            await Task.Delay(Every);
        }

        return true;
    }
}
