using Orleans.Storage;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>How the job stands.</summary>
internal sealed partial class JobGrain
{
    public async ValueTask<JobAnswer?> GetStatusAsync()
    {
        // Asking after jobs that do not exist must not fill the silo with activations.
        if (job is null) DeactivateOnIdle();
        if (job is { Ended: false } && doubt.Lasts) await CheckNotEndedAsync();
        return job is null ? null : new JobAnswer(Id, job.Status, Counts(job), errors);
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

    public async ValueTask<JobDetail?> GetDetailAsync()
    {
        await GetStatusAsync();
        if (job is null) return null;

        // Written once, so read once; the figures are taken behind the read, all at one instant.
        submission ??= await ledger.FindSubmissionAsync(Id, CancellationToken.None);
        await LookAtVisitsAsync();
        var counts = Counts(job) with { Waits = job.Ended ? null : window?.CountWaits(time.GetUtcNow()) };
        return new JobDetail(job.Status, counts, job.Visits, job.SubmittedAt, job.EndedAt, job.Ended ? job.Rate : pace.Rate(counts), submission?.CallbackUrl);
    }

    public async Task<VisitDetail?> GetVisitAsync(int visit) =>
        await ledger.FindVisitAsync(Id, visit, CancellationToken.None) is { } record ? record.ToDetail(visit) : null;

    /// <summary>A status never moves backwards, though another activation may have ended the job and told so.</summary>
    /// <exception cref="InconsistentStateException">It has; by this exception the activation ends, and the caller's next call meets the other.</exception>
    private async Task CheckNotEndedAsync()
    {
        if (await ledger.HasEndedAsync(Id, CancellationToken.None) && job is { Ended: false }) throw new InconsistentStateException($"Job {Id} was ended by another activation.");
    }

    private JobCounts Counts(Job current) =>
        window?.Counts ?? new JobCounts(current.Images, 0, current.Measured, current.Failed, Cancelled: current.Images - current.Measured - current.Failed);
}
