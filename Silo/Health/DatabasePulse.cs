using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Health;

/// <summary>Checks whether the database answers, at most once a second.</summary>
/// <remarks>Probes need no key, so a stranger could otherwise use up the connections to the database.</remarks>
internal sealed class DatabasePulse(IDatabaseState database, TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task<bool>? last;
    private long asked;

    /// <summary>Returns whether the database answered within <paramref name="timeout"/>, now or within the last second.</summary>
    public Task<bool> BeatsAsync(TimeSpan timeout)
    {
        lock (gate)
        {
            if (last is null || (last.IsCompleted && time.GetElapsedTime(asked) >= Validity))
                (last, asked) = (AskAsync(timeout), time.GetTimestamp());
            return last;
        }
    }

    private async Task<bool> AskAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            await database.PingAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return true;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            return false;
        }
    }
}
