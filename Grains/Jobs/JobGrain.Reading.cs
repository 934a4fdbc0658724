using Orleans.Storage;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>Reads the job's status and figures.</summary>
internal sealed partial class JobGrain
{
    private Task<JobTally>? counting;

    public async ValueTask<JobStatusSnapshot?> GetStatusAsync()
    {
        await CheckNotEndedAsync();
        var counts = await CountAsync();
        return job is null ? null : new JobStatusSnapshot(Id, job.Status, counts!, errors);
    }

    public ValueTask<JobFlight?> GetFlightAsync(int first, int last, int limit)
    {
        if (job is null) DeactivateOnIdle();
        var visits = (window?.InFlight ?? []).Where(visit => visit >= first && visit <= last).Order().Take(limit);
        return ValueTask.FromResult(job is null ? null : new JobFlight(job.Status, [.. visits]));
    }

    public ValueTask<string?> GetTenantAsync()
    {
        if (job is null) DeactivateOnIdle();
        return ValueTask.FromResult(job?.Tenant);
    }

    public ValueTask<int?> GetRunAsync()
    {
        if (job is null) DeactivateOnIdle();
        return ValueTask.FromResult(job?.Retries);
    }

    public async ValueTask<JobDetail?> GetDetailAsync()
    {
        await CheckNotEndedAsync();

        // The submission is immutable and read only once. The figures are taken after the read, all at the same moment.
        if (job is not null) submission ??= await ledger.FindSubmissionAsync(Id, CancellationToken.None);
        await LookAtVisitsAsync();
        if (await CountAsync() is not { } counts || job is null) return null;
        if (!job.Ended) counts = counts with { Waits = window?.CountWaits(time.GetUtcNow()) };
        return new JobDetail(job.Status, counts, job.Visits, job.SubmittedAt, job.EndedAt, job.Ended ? job.Rate : pace.Rate(counts), submission?.CallbackUrl);
    }

    /// <summary>
    /// Ensures that a status never moves backwards, even if another activation has already ended the job and reported that.
    /// </summary>
    /// <exception cref="InconsistentStateException">
    /// Another activation has ended the job. This exception deactivates the grain, and the caller's next call reaches the other activation.
    /// </exception>
    private async Task CheckNotEndedAsync()
    {
        // Queries for unknown jobs must not fill the silo with activations.
        if (job is null) DeactivateOnIdle();
        if (job is not { Ended: false, Retries: var run } || !doubt.Lasts) return;
        if (await ledger.HasEndedAsync(Id, CancellationToken.None) && job is { Ended: false } still && still.Retries == run)
            throw new InconsistentStateException($"Job {Id} was ended by another activation.");
    }

    /// <summary>Returns the current counts; <see langword="null"/> if the job does not exist.</summary>
    /// <remarks>
    /// No window exists before the first turn of a run. The counts then come from the ledger, in one query for all concurrent callers.
    /// </remarks>
    private async ValueTask<JobCounts?> CountAsync()
    {
        if (job is not { Ended: false } || window is not null) return Counts();
        var count = counting ??= ledger.TallyAsync(Id, CancellationToken.None);
        try
        {
            var tally = await count;
            return job is { Ended: false } ongoing && window is null ? new VisitWindow(ongoing, tally).Counts : Counts();
        }
        finally
        {
            if (counting == count) counting = null;
        }
    }

    private JobCounts? Counts() => job is { Ended: true } ended
        ? new JobCounts(ended.Images, 0, ended.Measured, ended.Failed, Cancelled: ended.Images - ended.Measured - ended.Failed)
        : window?.Counts;
}
