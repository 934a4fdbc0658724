using System.Diagnostics;
using RetailPulse.Client;

namespace RetailPulse.Tests.Support.Waiting;

/// <summary>Polls for a condition, with a deadline.</summary>
/// <remarks>A poll that the service does not answer, because the machine is busy or a process restarts, is repeated.</remarks>
internal static class Eventually
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        var (isMet, failure) = await PollAsync(condition, seconds);
        Assert.True(isMet, $"Not within {seconds} s: {what}\n{failure}");
    }

    public static Task TrueAsync(Func<bool> condition, string what, int seconds = 60) =>
        TrueAsync(() => Task.FromResult(condition()), what, seconds);

    /// <summary>Returns whether the condition was met in time.</summary>
    public static async Task<bool> HappensAsync(Func<bool> condition, int seconds) =>
        (await PollAsync(() => Task.FromResult(condition()), seconds)).IsMet;

    /// <inheritdoc cref="HappensAsync(Func{bool}, int)"/>
    public static async Task<bool> HappensAsync(Func<Task<bool>> condition, int seconds) => (await PollAsync(condition, seconds)).IsMet;

    private static async Task<(bool IsMet, Exception? Failure)> PollAsync(Func<Task<bool>> condition, int seconds)
    {
        var waited = Stopwatch.StartNew();
        Exception? failure = null;
        do
        {
            try
            {
                if (await condition())
                    return (true, null);
            }
            catch (Exception exception) when (MayPass(exception))
            {
                failure = exception;
            }

            await Task.Delay(PollInterval);
        } while (waited.Elapsed.TotalSeconds < seconds);

        return (false, failure);
    }

    private static bool MayPass(Exception exception) =>
        exception is HttpRequestException or TimeoutException or TaskCanceledException or RetailPulseException { MayPass: true };
}
