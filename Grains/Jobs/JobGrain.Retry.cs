using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Retries a failed job.</summary>
internal sealed partial class JobGrain
{
    public async Task<RetryAnswer?> RetryAsync(JobRetry retry)
    {
        await ending;
        if (FindJob() is null)
            return null;
        if (job!.Status == JobStatus.Cancelled)
            return new RetryAnswer(RetryOutcome.Cancelled);
        if (WasMade(retry))
            return new RetryAnswer(RetryOutcome.Started);
        if (job.Status == JobStatus.Failed && await StartRetryAsync(job, retry) is > 0 and var images)
            return new RetryAnswer(RetryOutcome.Started, images);
        if (WasMade(retry))
            return new RetryAnswer(RetryOutcome.Started);
        if (retry.Place is { } place && await FindRefusalAsync(place, retry.Url) is { } refusal)
            return new RetryAnswer(refusal, refusal == RetryOutcome.Started ? 1 : 0);
        return new RetryAnswer(job.Ended ? RetryOutcome.NothingFailed : RetryOutcome.Ongoing);
    }

    /// <summary>
    /// Returns whether an earlier call made this retry. It may have been recorded without the job's document, and adopted just now.
    /// </summary>
    private bool WasMade(JobRetry retry) => retry.Run is { } run && job!.Retries > run;

    /// <summary>Starts a retry and returns the number of images that are retried.</summary>
    private async Task<long> StartRetryAsync(Job ended, JobRetry retry)
    {
        // An earlier retry may be recorded in the ledger but lost with its activation. It is adopted first.
        if (await AdoptRetryAsync(ended))
            return 0;

        // The listing row may still lack the end that the retry is about to clear.
        await RecordEndAsync(ended);
        var images = await ledger.RecordRetryAsync(
            Id,
            new RetrySelection(retry.Reason, retry.Host, retry.Place, retry.Url, retry.By),
            time.GetUtcNow(),
            CancellationToken.None
        );
        if (images == 0 || !await AdoptRetryAsync(ended))
            return 0;
        LogRetried(Id, images);
        return images;
    }

    /// <summary>Reopens the job if the ledger holds new runs of its images, because a crash may have separated the two writes.</summary>
    private async Task<bool> AdoptRetryAsync(Job ended)
    {
        if (ended.Status != JobStatus.Failed || (await ledger.TallyAsync(Id, CancellationToken.None)).FinishedVisits == ended.Visits)
            return false;
        await ChangeAsync(current => current.Retry());
        Wake();
        return true;
    }

    /// <summary>
    /// Returns why one image was not retried, or <see langword="null"/> if the reason concerns the whole job. A repeated request whose
    /// response was lost finds the image already in progress.
    /// </summary>
    private async Task<RetryOutcome?> FindRefusalAsync(ImagePlace place, string? url)
    {
        var visit = await ledger.FindVisitAsync(Id, place.Visit, CancellationToken.None);
        if (visit is null || place.Image >= visit.ImageUrls.Length)
            return RetryOutcome.NoSuchImage;
        var onItsWay =
            visit.Runs.ContainsKey(place.Image)
            && !visit.Results.ContainsKey(place.Image)
            && (url is null || url == visit.ImageUrls[place.Image]);
        return onItsWay ? RetryOutcome.Started : null;
    }
}
