using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Operations;

/// <summary>Resumes operations whose silo has died, and deletes those that ended long ago.</summary>
internal sealed class JobOperationRescue(IGrainFactory grains)
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
            if (!await operation.ResumeAsync() && (await operation.ReadAsync() is { } progress ? progress.EndedAt is not null : isOld))
                await list.EndAsync(id);
        }

        foreach (var id in operations.Expired)
            await grains.GetGrain<IJobOperationGrain>(id).DeleteAsync();
        if (!operations.Expired.IsEmpty)
            await list.ForgetAsync(operations.Expired);
    }
}
