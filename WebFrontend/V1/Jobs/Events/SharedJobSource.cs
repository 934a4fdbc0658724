using System.Collections.Concurrent;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Shares reads among the listeners of one job, so that a thousand streams that open at once read it once.</summary>
internal sealed class SharedJobSource(IJobSource source) : IJobSource
{
    private readonly ConcurrentDictionary<long, Task<JobDetail?>> details = new();
    private readonly ConcurrentDictionary<(long Job, FailureCursor After), NextRead<FailedImagePage>> pages = new();

    /// <summary>Joins a read in progress: the state of a moment ago is good enough, because the feed reports every later change.</summary>
    public Task<JobDetail?> ReadAsync(long jobId)
    {
        var read = new TaskCompletionSource<JobDetail?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = details.GetOrAdd(jobId, read.Task);
        if (shared == read.Task)
            _ = RunAsync(jobId, read);
        return shared;
    }

    /// <summary>
    /// Joins the next read, and never one in progress: a listener that has joined the feed of its job must see what the feed reported to
    /// others before.
    /// </summary>
    public async Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after)
    {
        while (true)
        {
            var next = pages.GetOrAdd((jobId, after), _ => new NextRead<FailedImagePage>(() => source.ReadFailuresAsync(jobId, after)));
            if (next.Join() is not { } page)
                continue;
            try
            {
                return await page;
            }
            finally
            {
                if (next.TryClose())
                    pages.TryRemove(KeyValuePair.Create((jobId, after), next));
            }
        }
    }

    private async Task RunAsync(long jobId, TaskCompletionSource<JobDetail?> read)
    {
        try
        {
            var answer = await source.ReadAsync(jobId);
            details.TryRemove(jobId, out _);
            read.SetResult(answer);
        }
        catch (Exception exception)
        {
            details.TryRemove(jobId, out _);
            read.SetException(exception);
        }
    }
}
