using System.Threading.Channels;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>The jobs that were deleted on this silo on request, and whose rows must be removed at once.</summary>
/// <remarks>The list is lost with its process. The first round of any later one finds these jobs by their marks.</remarks>
internal sealed class DeletedJobs(TimeProvider time)
{
    private readonly Channel<long> jobs = Channel.CreateUnbounded<long>();

    public void Add(long jobId) => jobs.Writer.TryWrite(jobId);

    /// <summary>Takes the next job. Returns <see langword="false"/> if there is none.</summary>
    public bool TryTake(out long jobId) => jobs.Reader.TryRead(out jobId);

    /// <summary>Returns when there is a job, or after <paramref name="limit"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await jobs.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
