using System.Collections.Immutable;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Stores the job: its submission, its lifecycle, and its end.</summary>
internal sealed partial class JobGrain
{
    /// <summary>
    /// Records a submission. Returns whether its lifecycle was stored with it, which is so for a new job of few images.
    /// </summary>
    /// <remarks>
    /// The stores of such a job are checked before, so that its images begin at once. Nothing that was just written is read back.
    /// </remarks>
    private async Task<bool> RecordAsync(JobSubmission submission)
    {
        var now = time.GetUtcNow().ToWholeMillisecond();
        if (!SmallJob.Is(submission))
        {
            await ledger.RecordSubmissionAsync(Id, submission, now, CancellationToken.None);
            return false;
        }

        var submitted = SubmissionTotals.Of(submission, now);
        var created = Job.Submitted(submitted);
        if (await stores.KnowsAllAsync(submission.Visits))
            created = created.CheckedStores(time.GetUtcNow());
        var first = await WriteAsync(() => documents.SubmitAsync(Id, submission, now, StoredJob.From(created), CancellationToken.None));
        if (first is null)
            return false;
        (version, totals) = (first, submitted);
        Become(created, []);
        if (created.StoresChecked)
            run!.BeginWith(submission.Visits);
        return true;
    }

    /// <summary>Completes the submission of an upload. Returns whether the upload still existed.</summary>
    private async Task<bool> CompleteAsync(int visits, long images) =>
        await uploads.CompleteAsync(Id, visits, images, time.GetUtcNow(), CancellationToken.None) && await AdoptAsync();

    /// <summary>Stores a submission. A read that arrives meanwhile must not end this activation.</summary>
    private async Task<bool> StoreAsync(Func<Task<bool>> store)
    {
        adopting = true;
        try
        {
            return await store();
        }
        finally
        {
            adopting = false;
        }
    }

    /// <summary>Creates the lifecycle of a submission that the ledger holds, because a crash may have separated the two writes.</summary>
    private async Task<bool> AdoptAsync()
    {
        totals = await ledger.FindSubmissionAsync(Id, CancellationToken.None);
        if (totals is null)
            return false;
        await SaveAsync(Job.Submitted(totals), []);
        return true;
    }

    private async Task RecordEndAsync(Job ended)
    {
        await ends.RecordAsync(Id, ended, await FindSubmissionAsync());
        endRecorded = job == ended;
    }

    /// <summary>Returns the submission; <see langword="null"/> if there is none.</summary>
    private async ValueTask<SubmissionTotals?> FindSubmissionAsync() =>
        totals ??= await ledger.FindSubmissionAsync(Id, CancellationToken.None);

    private Task ChangeAsync(Func<Job, Job> transition) => ChangeAsync(transition, []);

    /// <summary>Applies a transition after earlier ones are stored, and stores the result unless nothing changed.</summary>
    private async Task ChangeAsync(Func<Job, Job> transition, ImmutableArray<StoreError> itsErrors)
    {
        await changing.WaitAsync();
        try
        {
            var next = transition(job!);
            if (next != job)
                await SaveAsync(next, itsErrors);
        }
        finally
        {
            changing.Release();
        }
    }

    private async Task SaveAsync(Job next, ImmutableArray<StoreError> itsErrors)
    {
        if (next.Ended)
        {
            var submission = await FindSubmissionAsync();
            await (ending = SaveEndAsync(next, itsErrors, submission));
            return;
        }

        version = await WriteAsync(() => documents.WriteAsync(Id, StoredJob.From(next), version, CancellationToken.None));
        Become(next, itsErrors);
    }

    private async Task SaveEndAsync(Job ended, ImmutableArray<StoreError> itsErrors, SubmissionTotals? submission)
    {
        version = await WriteAsync(() => ends.StoreAsync(Id, ended, version!.Value, submission));
        Become(ended, itsErrors);
        endRecorded = true;
    }

    /// <summary>Writes the document. If the write fails, this activation ends, because the stored state is unknown.</summary>
    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch
        {
            // The next activation resumes the work from the stored state.
            DeactivateOnIdle();
            this.AsReference<IJobGrain>().ResumeAsync().Ignore();
            throw;
        }
    }
}
