using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Stores;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Runs on the silo that receives the call, because all silos read the same ledger.</summary>
[StatelessWorker, Reentrant]
internal sealed class JobListGrain(IJobQueries ledger, OngoingJobs ongoing) : Grain, IJobListGrain
{
    public async Task<ImmutableArray<JobListItem>> ReadAsync(JobFilter filter, JobListRange range, int limit)
    {
        var area = filter.Area is null ? null : await AreaStores.FindAsync(GrainFactory, filter.Area);
        if (area is { Count: 0 })
            return [];
        var jobs = await ledger.ReadJobsAsync(filter, area, range, limit, CancellationToken.None);
        var progress = await ongoing.ReadAsync([.. jobs.Where(job => job.Status == JobStatus.Ongoing).Select(job => job.JobId)]);
        return [.. jobs.Select(job => Complete(job, progress))];
    }

    public async Task<JobSelectionPage> SelectAsync(JobOperationRequest request, long before, int limit, string? unchangedSince = null)
    {
        var filter = request.Filter with { Status = request.ChangedStatus };
        var area = filter.Area is null ? null : await AreaStores.FindAsync(GrainFactory, filter.Area);
        if (area is { Count: 0 })
            return new JobSelectionPage([], 0, HasMore: false);
        var range = new JobListRange(Place: new JobListPlace(before), UnchangedSince: unchangedSince);
        var jobs = await ledger.ReadJobsAsync(filter, area, range, limit, CancellationToken.None);
        var images =
            request.Kind == JobOperationKind.Cancel
                ? await CountUnfinishedAsync(jobs)
                : await ledger.CountFailedAsync([.. jobs.Select(job => job.JobId)], filter.Reason, filter.Host, CancellationToken.None);
        ImmutableArray<SelectedJob> selected = [.. jobs.Select(job => new SelectedJob(job.JobId, images.GetValueOrDefault(job.JobId)))];
        return new JobSelectionPage(selected, selected.Sum(job => job.Images), jobs.Count == limit);
    }

    /// <summary>Counts the images of ongoing jobs that have no result.</summary>
    private async Task<IReadOnlyDictionary<long, long>> CountUnfinishedAsync(IReadOnlyList<JobListItem> jobs)
    {
        var progress = await ongoing.ReadAsync([.. jobs.Select(job => job.JobId)]);
        return jobs.Select(job => Complete(job, progress))
            .ToDictionary(job => job.JobId, job => job.Images - job.Counts.Measured - job.Counts.Failed);
    }

    /// <summary>Adds what the ledger does not have: the rate, and what the images of an ongoing job do at the moment.</summary>
    private static JobListItem Complete(JobListItem job, IReadOnlyDictionary<long, JobProgress> progress) =>
        job.EndedAt is { } end ? job with { Rate = JobRate.Over(job.Counts.Measured + job.Counts.Failed, end - job.SubmittedAt) }
        : progress.TryGetValue(job.JobId, out var known) ? job with { Counts = known.Apply(job.Counts), Rate = known.Rate }
        : job;
}
