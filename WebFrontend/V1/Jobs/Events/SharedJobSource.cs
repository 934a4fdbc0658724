using System.Collections.Concurrent;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Shares reads among the listeners of one job, so that a thousand streams that open at once read it once, and not a thousand times.</summary>
internal sealed class SharedJobSource(IJobSource source) : IJobSource
{
    private readonly ConcurrentDictionary<long, Task<JobDetail?>> details = new();
    private readonly ConcurrentDictionary<(long Job, FailureCursor After), NextRead<FailedImagePage>> pages = new();

    /// <summary>Joins a read that is under way: how the job stood a moment ago is as good, because its feed reports every change after that.</summary>
    public Task<JobDetail?> ReadAsync(long jobId)
    {
        var read = new TaskCompletionSource<JobDetail?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = details.GetOrAdd(jobId, read.Task);
        if (shared == read.Task) _ = RunAsync(jobId, read);
        return shared;
    }

    /// <summary>
    /// Joins the next read, and never one under way: a listener that has joined its job's feed must see what the feed told others before.
    /// </summary>
    public async Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after)
    {
        while (true)
        {
            var next = pages.GetOrAdd((jobId, after), _ => new NextRead<FailedImagePage>(() => source.ReadFailuresAsync(jobId, after)));
            if (next.Join() is not { } page) continue;
            try
            {
                return await page;
            }
            finally
            {
                if (next.TryClose()) pages.TryRemove(KeyValuePair.Create((jobId, after), next));
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
