using System.IO.Pipelines;

namespace RetailPulse.WebFrontend.Api;

/// <summary>An export that runs.</summary>
/// <param name="limit">Maximum duration.</param>
/// <param name="release">Releases the permit of the export.</param>
internal sealed class ExportRun(TimeSpan limit, TimeProvider time, Action release) : IDisposable
{
    /// <summary>Maximum time in which the client must read some of what was sent.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource late = new(limit, time);

    /// <summary>Maximum duration.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Whether the export has exceeded its maximum duration.</summary>
    public bool IsLate => late.IsCancellationRequested;

    /// <summary>Sends what was written.</summary>
    /// <exception cref="TimeoutException">The client does not read.</exception>
    /// <exception cref="OperationCanceledException">The export is late, or the client has gone.</exception>
    public async Task FlushAsync(PipeWriter body, CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        over.Token.ThrowIfCancellationRequested();
        await body.FlushAsync(over.Token).AsTask().WaitAsync(ReadTimeout, time, over.Token);
    }

    public void Dispose()
    {
        late.Dispose();
        release();
    }
}
