using System.Data.Common;
using Orleans.Serialization;

namespace RetailPulse.WebFrontend.Cluster;

/// <summary>Calls of grains, whose silo may be dying at that very moment.</summary>
internal sealed partial class ClusterCall(TimeProvider time, ILogger<ClusterCall> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Repeats <paramref name="call"/>, which must bear repetition and being left behind, while its failures may pass. Answers
    /// <see langword="false"/> when none succeeded within <paramref name="budget"/>.
    /// </summary>
    public async Task<(bool Answered, T? Answer)> TryAsync<T>(Func<Task<T>> call, CallBudget budget)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return (true, await call().WaitAsync(budget.Next(time.GetElapsedTime(started)), time));
            }
            catch (Exception exception) when (MayPass(exception))
            {
                if (time.GetElapsedTime(started) + Pause < budget.Total)
                {
                    await Task.Delay(Pause, time);
                    continue;
                }

                LogUnavailable(exception.Message);
                return (false, default);
            }
        }
    }

    private static bool MayPass(Exception exception) => exception
        is OrleansException or TimeoutException or StorageUnavailableException

        // A grain could not read its document when it was activated, and the database's own exception came through, was not known here, or was
        // of a kind that cannot even be sent. SQLSTATE classes 22, 23 and 54 say that the data is at fault.
        or DbException { SqlState: not (['2', '2' or '3', ..] or ['5', '4', ..]) } or UnavailableExceptionFallbackException or SerializerException

        // Orleans gave a call up whose time was over before it had found a silo for the grain.
        or OperationCanceledException

        // This process stops.
        or ObjectDisposedException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster did not answer; the client was told to come again ({Problem})")]
    private partial void LogUnavailable(string problem);
}
