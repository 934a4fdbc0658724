using Orleans.Storage;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Reads the job's status and figures.</summary>
internal sealed partial class JobGrain
{
    public async ValueTask<JobStatusSnapshot?> GetStatusAsync()
    {
        await CheckNotEndedAsync();
        var counts = await CountAsync();
        return job is null ? null : new JobStatusSnapshot(Id, job.Status, counts!, errors);
    }

    public ValueTask<JobFlight?> GetFlightAsync(int first, int last, int limit)
    {
        var visits = (run?.InFlight ?? []).Where(visit => visit >= first && visit <= last).Order().Take(limit);
        return ValueTask.FromResult(FindJob() is { } known ? new JobFlight(known.Status, [.. visits]) : null);
    }

    public ValueTask<string?> GetTenantAsync() => ValueTask.FromResult(FindJob()?.Tenant);

    public ValueTask<int?> GetRunAsync() => ValueTask.FromResult(FindJob()?.Retries);

    public async ValueTask<JobDetail?> GetDetailAsync()
    {
        await CheckNotEndedAsync();

        // The figures are taken after the read, all at the same moment.
        var submitted = job is null ? null : await FindSubmissionAsync();
        if (run is { } current)
            await current.PollVisitsAsync();
        if (await CountAsync() is not { } counts || job is null)
            return null;
        if (!job.Ended)
            counts = counts with { Waits = run?.CountWaits() };
        return new JobDetail(
            job.Status,
            counts,
            job.Visits,
            job.SubmittedAt,
            job.EndedAt,
            job.Ended ? job.Rate : run?.Rate(counts),
            submitted?.CallbackUrl,
            submitted?.Label,
            submitted?.Metadata,
            submitted?.SubmittedBy,
            job.StartedAt,
            job.CancelledAt,
            job.CancelledBy,
            job.Retries
        );
    }

    /// <summary>
    /// Ensures that a status never moves backwards, even if the end is in the ledger but not here yet, or if another activation has already
    /// ended the job and reported that.
    /// </summary>
    /// <exception cref="InconsistentStateException">
    /// Another activation has ended the job. This exception deactivates the grain, and the caller's next call reaches the other activation.
    /// </exception>
    private async Task CheckNotEndedAsync()
    {
        await ending;
        if (FindJob() is not { Ended: false } before)
            return;
        if (!await ends.EndedElsewhereAsync(Id))
            return;

        // The end that was read may be that of this activation, which learns of it after the ledger.
        await ending;
        if (job is { Ended: false } still && still.Retries == before.Retries)
            throw new InconsistentStateException($"Job {Id} was ended by another activation.");
    }

    /// <summary>Returns the current counts; <see langword="null"/> if the job does not exist.</summary>
    private async ValueTask<JobCounts?> CountAsync()
    {
        var counts = run is { } current ? await current.CountAsync() : null;

        // The job may have ended while its results were counted.
        return job is { Ended: true } ended
            ? new JobCounts(ended.Images, 0, ended.Measured, ended.Failed, Cancelled: ended.Images - ended.Measured - ended.Failed)
            : counts;
    }
}
