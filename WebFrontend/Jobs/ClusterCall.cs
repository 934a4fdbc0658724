namespace RetailPulse.Web.Jobs;

/// <summary>Calls of grains, whose silo may be dying at that very moment.</summary>
internal sealed partial class ClusterCall(TimeProvider time, ILogger<ClusterCall> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Repeats <paramref name="call"/>, which must bear repetition, while its failures may pass. The last repetition begins before
    /// <paramref name="within"/> is over. Answers <see langword="false"/> when all failed.
    /// </summary>
    public async Task<(bool Answered, T? Answer)> TryAsync<T>(Func<Task<T>> call, TimeSpan within)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return (true, await call());
            }
            catch (Exception exception) when (MayPass(exception))
            {
                if (time.GetElapsedTime(started) + Pause < within)
                {
                    await Task.Delay(Pause, time);
                    continue;
                }

                LogUnavailable(exception);
                return (false, default);
            }
        }
    }

    private static bool MayPass(Exception exception) => exception is OrleansException or TimeoutException or StorageUnavailableException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster did not answer; the client was told to come again")]
    private partial void LogUnavailable(Exception exception);
}
