using System.Collections.Immutable;
using RetailPulse.Jobs;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs.Submission;

/// <summary>Makes changes once per key.</summary>
/// <remarks>
/// Before a change, the key is claimed with a mark of the state to be changed, so that a repeated call after a crash can detect whether the
/// change was made.
/// </remarks>
internal sealed partial class IdempotencyGrain
{
    private static readonly KeyedChange Cancelled = new(Retry: new RetryAnswer(RetryOutcome.Cancelled));

    public Task<KeyedChange> RetryAsync(string fingerprint, long jobId, JobRetry retry) =>
        ChangeAsync(
            fingerprint,
            async () => await references.Job(jobId).GetRunAsync(),
            async claim =>
            {
                var answer = await references.Job(jobId).RetryAsync(retry with { Run = claim.Mark });
                return (new KeyedChange(Retry: answer), Refused: IsRefused(answer, ofImage: retry.Place is not null));
            },
            claim =>
                Task.FromResult(
                    new KeyedChange(
                        Retry: claim.Images is { } images
                            ? new RetryAnswer(RetryOutcome.Started, images)
                            : new RetryAnswer(RetryOutcome.NothingFailed)
                    )
                )
        );

    public Task<KeyedChange> CancelAsync(string fingerprint, long jobId) => CancelAsync(fingerprint, jobId, by: null);

    public Task<KeyedChange> CancelAsync(string fingerprint, long jobId, string? by) =>
        ChangeAsync(
            fingerprint,
            async () => await references.Job(jobId).GetRunAsync(),
            async claim =>
            {
                var job = references.Job(jobId);
                return await job.GetRunAsync() == claim.Mark && !await job.CancelAsync(by)
                    ? (new KeyedChange(), Refused: true)
                    : (Cancelled, Refused: false);
            },
            _ => Task.FromResult(Cancelled)
        );

    public async Task<KeyedChange> StartOperationAsync(string fingerprint, JobOperationRequest request)
    {
        var held = stored.RecordExists && Holds(stored.State);
        if (held && stored.State.Fingerprint != fingerprint)
            return new KeyedChange(Conflict: true);
        if (!held)
            await ClaimAsync(fingerprint, await GrainFactory.GetGrain<IJobOperationListGrain>(0).BeginAsync());

        // The first call may have crashed between its claim and the start, and the id may not be remembered any more. An operation that started
        // does not start again after its deletion.
        var claim = stored.State;
        if (!claim.Made)
        {
            await GrainFactory.GetGrain<IJobOperationListGrain>(0).KeepAsync(claim.JobId);
            await GrainFactory.GetGrain<IJobOperationGrain>(claim.JobId).StartAsync(request);
            await this.WriteAsync(
                stored,
                new StoredIdempotency
                {
                    JobId = claim.JobId,
                    Fingerprint = claim.Fingerprint,
                    ClaimedAt = claim.ClaimedAt,
                    Made = true,
                }
            );
        }

        return new KeyedChange(Replayed: held, Operation: claim.JobId);
    }

    public Task<KeyedChange> PutStoresAsync(string fingerprint, byte[] csv) =>
        PutStoresAsync(fingerprint, (master, since) => master.PutAsync(csv, since));

    public Task<KeyedChange> PutStoresOverAsync(string fingerprint, byte[] csv, ImmutableArray<int> versions) =>
        PutStoresAsync(fingerprint, (master, since) => master.PutOverAsync(csv, versions, since));

    private Task<KeyedChange> PutStoresAsync(string fingerprint, Func<IStoreMasterGrain, int, Task<StoreMasterReceipt>> put)
    {
        var master = GrainFactory.GetGrain<IStoreMasterGrain>(0);
        return ChangeAsync(
            fingerprint,
            async () => (await master.GetVersionAsync()).Number,
            async claim =>
            {
                // A later version can be another client's, so it does not prove that the upload was made.
                var receipt = await put(master, claim.Mark ?? 0);
                return (new KeyedChange(Upload: receipt), Refused: receipt.Refused);
            },
            async _ => new KeyedChange(Upload: new StoreMasterReceipt(await master.GetVersionAsync(), []))
        );
    }

    /// <param name="findMark">Returns the mark; <see langword="null"/> if there is nothing to change.</param>
    /// <param name="change">
    /// Makes the change, unless the mark shows that it was made. A rejected change has no effect and does not use up the key.
    /// </param>
    /// <param name="repeat">Returns the response to a change that was made before.</param>
    private async Task<KeyedChange> ChangeAsync(
        string fingerprint,
        Func<Task<int?>> findMark,
        Func<StoredIdempotency, Task<(KeyedChange Change, bool Refused)>> change,
        Func<StoredIdempotency, Task<KeyedChange>> repeat
    )
    {
        var held = stored.RecordExists && Holds(stored.State);
        if (held && stored.State.Fingerprint != fingerprint)
            return new KeyedChange(Conflict: true);
        if (held && stored.State.Made)
            return await repeat(stored.State) with { Replayed = true };
        if (!held)
        {
            if (await findMark() is not { } mark)
                return new KeyedChange();
            await this.WriteAsync(
                stored,
                new StoredIdempotency
                {
                    Fingerprint = fingerprint,
                    ClaimedAt = time.GetUtcNow(),
                    Mark = mark,
                }
            );
        }

        var claim = stored.State;
        var (made, refused) = await change(claim);
        await this.WriteAsync(stored, refused ? new StoredIdempotency() : MadeOf(claim, made.Retry));
        return made;
    }

    /// <summary>Returns whether a retry was rejected. For a whole job, having nothing to retry does not count as a rejection.</summary>
    private static bool IsRefused(RetryAnswer? answer, bool ofImage) =>
        answer?.Outcome switch
        {
            RetryOutcome.Started => false,
            RetryOutcome.Ongoing or RetryOutcome.NothingFailed => ofImage,
            _ => true,
        };

    private static StoredIdempotency MadeOf(StoredIdempotency claim, RetryAnswer? retry) =>
        new()
        {
            Fingerprint = claim.Fingerprint,
            ClaimedAt = claim.ClaimedAt,
            Mark = claim.Mark,
            Made = true,
            Images = retry?.Outcome == RetryOutcome.Started ? retry.Images : null,
        };
}
