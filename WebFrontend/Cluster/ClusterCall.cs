using System.Data.Common;
using Orleans.Serialization;

namespace RetailPulse.WebFrontend.Cluster;

/// <summary>Calls grains, whose silo may fail during the call.</summary>
internal sealed partial class ClusterCall(TimeProvider time, ILogger<ClusterCall> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the result of <paramref name="call"/>, which is repeated while its failures may be transient.</summary>
    /// <param name="call">A call that is safe to repeat, and to abandon.</param>
    /// <exception cref="ClusterUnavailableException">No attempt succeeded within <paramref name="budget"/>.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CallBudget budget)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().WaitAsync(budget.Next(time.GetElapsedTime(started)), time);
            }
            catch (Exception exception) when (IsTransient(exception))
            {
                if (time.GetElapsedTime(started) + RetryDelay >= budget.Total)
                {
                    LogUnavailable(exception.Message);
                    throw new ClusterUnavailableException(exception);
                }
            }

            await Task.Delay(RetryDelay, time);
        }
    }

    private static bool IsTransient(Exception exception) =>
        exception
            is OrleansException
                or TimeoutException
                or StorageUnavailableException
                // A grain could not read its document during activation, and the database's own exception arrived, was unknown here, or
                // could not even be sent. SQLSTATE classes 22, 23 and 54 mean that the data is at fault.
                or DbException { SqlState: not (['2', '2' or '3', ..] or ['5', '4', ..]) }
                or UnavailableExceptionFallbackException
                or SerializerException
                // The silo is of an earlier version and lacks the method. Another silo, or its successor, has it.
                or TypeLoadException
                // Orleans abandoned a call that expired before a silo was found for its grain.
                or OperationCanceledException
                // This process is stopping.
                or ObjectDisposedException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Returning 503, because the cluster does not respond ({Problem})")]
    private partial void LogUnavailable(string problem);
}
