using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>How a job that failed is taken up again.</summary>
internal sealed partial class JobGrain
{
    public async Task<RetryAnswer?> RetryAsync(JobRetry retry)
    {
        if (job is null) DeactivateOnIdle();
        if (job is null) return null;
        if (job.Status == JobStatus.Cancelled) return new RetryAnswer(RetryOutcome.Cancelled);
        if (WasMade(retry)) return new RetryAnswer(RetryOutcome.Started);
        if (job.Status == JobStatus.Failed && await StartRetryAsync(job, retry) is > 0 and var images) return new RetryAnswer(RetryOutcome.Started, images);
        if (WasMade(retry)) return new RetryAnswer(RetryOutcome.Started);
        if (retry.Place is { } place && await FindRefusalAsync(place, retry.Url) is { } refusal) return new RetryAnswer(refusal, refusal == RetryOutcome.Started ? 1 : 0);
        return new RetryAnswer(job.Ended ? RetryOutcome.NothingFailed : RetryOutcome.Ongoing);
    }

    /// <summary>Whether an earlier call made this retry. It may have been recorded without the job's document, and then adopted just now.</summary>
    private bool WasMade(JobRetry retry) => retry.Run is { } run && job!.Retries > run;

    /// <summary>Answers how many images are tried anew.</summary>
    private async Task<long> StartRetryAsync(Job ended, JobRetry retry)
    {
        // One may have been recorded already, and then have been lost with an activation: it goes first.
        if (await AdoptRetryAsync(ended)) return 0;

        // The listing row may still lack the end that it is about to lose.
        await RecordEndAsync(ended);
        var images = await ledger.RecordRetryAsync(Id, new RetrySelection(retry.Reason, retry.Host, retry.Place, retry.Url), time.GetUtcNow(), CancellationToken.None);
        if (images == 0 || !await AdoptRetryAsync(ended)) return 0;
        LogRetried(Id, images);
        return images;
    }

    /// <summary>Takes the job up again if the ledger holds new runs of its images; a crash may have come between the two.</summary>
    private async Task<bool> AdoptRetryAsync(Job ended)
    {
        if (ended.Status != JobStatus.Failed || (await ledger.TallyAsync(Id, CancellationToken.None)).FinishedVisits == ended.Visits) return false;
        await ChangeAsync(current => current.Retry());
        Wake();
        return true;
    }

    /// <summary>
    /// Why one image was not taken up: there is none, or no reason of its own. A request that comes again, because its answer was lost, finds the image
    /// on its way.
    /// </summary>
    private async Task<RetryOutcome?> FindRefusalAsync(ImagePlace place, string? url)
    {
        var visit = await ledger.FindVisitAsync(Id, place.Visit, CancellationToken.None);
        if (visit is null || place.Image >= visit.ImageUrls.Length) return RetryOutcome.NoSuchImage;
        var onItsWay = visit.Runs.ContainsKey(place.Image) && !visit.Results.ContainsKey(place.Image) && (url is null || url == visit.ImageUrls[place.Image]);
        return onItsWay ? RetryOutcome.Started : null;
    }
}
