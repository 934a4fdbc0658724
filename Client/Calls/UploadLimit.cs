namespace RetailPulse.Client;

/// <summary>The time limits of an upload: for each write to its connection, and for the response after its end.</summary>
/// <remarks>
/// A proxy that buffers requests takes a body faster than the service, which reads and stores it only afterwards. So the response to a long
/// body may take longer.
/// </remarks>
/// <param name="silence">Maximum duration of a write.</param>
/// <param name="response">Maximum time until the response to a short body begins.</param>
internal sealed class UploadLimit(TimeSpan silence, TimeSpan response, TimeProvider time)
{
    /// <summary>Bytes per second that the service is expected to read at least.</summary>
    private const int SlowestReading = 32 * 1024;

    /// <summary>Maximum time that is added for a long body: that in which an upload must arrive at the service, by default.</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromHours(1);

    private long sent;

    /// <summary>Canceled when a limit is exceeded.</summary>
    public CancellationTokenSource Source { get; } = new(Timeout.InfiniteTimeSpan, time);

    public void BeginWrite() => CancelAfter(silence);

    public void EndWrite(int bytes)
    {
        sent += bytes;
        CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the time for the response.</summary>
    public void End() => CancelAfter(response == Timeout.InfiniteTimeSpan ? response : response + Reading());

    private TimeSpan Reading() => TimeSpan.FromSeconds(Math.Min(sent / SlowestReading, LongestReading.TotalSeconds));

    private void CancelAfter(TimeSpan delay)
    {
        try
        {
            Source.CancelAfter(delay);
        }
        catch (ObjectDisposedException)
        {
            // The response came before the end of the body.
        }
    }
}
