using Microsoft.Extensions.Logging;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Operations;

/// <summary>Resumes operations whose silo has died, and deletes those that ended long ago.</summary>
internal sealed partial class JobOperationRescue(IGrainFactory grains, ILogger<JobOperationRescue> logger)
{
    /// <summary>Runs one round.</summary>
    public async Task RunAsync()
    {
        var list = grains.GetGrain<IJobOperationListGrain>(0);
        var operations = await list.ReadAsync();
        foreach (var (id, isOld) in operations.Unfinished)
        {
            // An operation that is neither in progress nor old may be about to begin, or have begun since. An operation that has ended is still
            // listed if a crash came between.
            var operation = grains.GetGrain<IJobOperationGrain>(id);
            if (
                await TryAsync(
                    id,
                    async () =>
                        !await operation.ResumeAsync()
                        && (await operation.ReadAsync() is { } progress ? progress.EndedAt is not null : isOld)
                )
            )
                await list.EndAsync(id);
        }

        var deleted = new List<long>();
        foreach (var id in operations.Expired)
        {
            if (await TryAsync(id, () => DeleteAsync(id)))
                deleted.Add(id);
        }

        if (deleted.Count > 0)
            await list.ForgetAsync([.. deleted]);
    }

    private async Task<bool> DeleteAsync(long id)
    {
        await grains.GetGrain<IJobOperationGrain>(id).DeleteAsync();
        return true;
    }

    /// <summary>Calls an operation. One that cannot be called must not keep the others.</summary>
    private async Task<bool> TryAsync(long id, Func<Task<bool>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotCalled(exception, id);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to call operation {OperationId}; the next round tries again")]
    private partial void LogNotCalled(Exception exception, long operationId);
}
