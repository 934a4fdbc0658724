namespace RetailPulse.Client;

/// <summary>The time limits of an upload: for each write to its connection, and for the response after its end.</summary>
internal sealed class UploadLimit(TimeSpan silence, TimeSpan response, TimeProvider time)
{
    /// <summary>Canceled when a limit is exceeded.</summary>
    public CancellationTokenSource Source { get; } = new(Timeout.InfiniteTimeSpan, time);

    public void BeginWrite() => CancelAfter(silence);

    public void EndWrite() => CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Starts the time for the response.</summary>
    public void End() => CancelAfter(response);

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
