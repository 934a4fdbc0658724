using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Grains.Throughput;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Visits;

/// <summary>Processes one visit's images, records every result before reporting it, and then deactivates.</summary>
/// <remarks>When its silo shuts down, it begins no further image and leaves the rest to an activation on another silo.</remarks>
[RandomPlacement]
internal sealed partial class StoreVisitGrain(
    ILedger ledger,
    JobReferences references,
    ImageRetrier retrier,
    IOptions<ImagesOptions> options,
    ResultCounter counter,
    SiloShutdown shutdown,
    RetryDelay retryDelay,
    ImageTelemetry telemetry,
    VisitTraces traces,
    TimeProvider time,
    ILogger<StoreVisitGrain> logger
) : Grain, IStoreVisitGrain, IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private long jobId;
    private int number;
    private IGrainTimer? work;
    private VisitRecord? given;
    private Visit? current;
    private Task running = Task.CompletedTask;
    private long lastReport;
    private bool unfinished;
    private string? trace;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        jobId = this.GetPrimaryKeyLong(out var visit);
        number = int.Parse(visit!, CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Orleans holds this call until the activation is gone and then delivers it to the next one, on a silo that stays.
        if (unfinished && shutdown.NoNewWork.IsCancellationRequested && !shutdown.EndsCluster)
            this.AsReference<IStoreVisitGrain>().StartAsync().Ignore();
        return Task.CompletedTask;
    }

    public Task StartAsync(NewVisit? submitted = null)
    {
        if (work is null && submitted is not null)
            given = VisitRecord.Of(submitted);
        unfinished = true;
        trace ??= RequestContext.Get(VisitTraces.Key) as string;
        work ??= this.RegisterGrainTimer(
            token => running = RunAsync(token),
            new GrainTimerCreationOptions
            {
                DueTime = TimeSpan.Zero,
                Period = retryDelay.Value,
                Interleave = true,
                KeepAlive = true,
            }
        );
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();

        // Only a run in progress is awaited: it ends whether or not this request does. The timer of a deactivating grain begins no other
        // run.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Leave();
    }

    public ValueTask<ImmutableArray<PendingImage>> ReadPendingAsync(int first, int last)
    {
        LeaveIfIdle();
        return ValueTask.FromResult(current?.ReadPending(first, last) ?? []);
    }

    public ValueTask<VisitReport?> ReadProgressAsync()
    {
        LeaveIfIdle();
        return ValueTask.FromResult(current?.Report(number));
    }

    public void Dispose() => stopping.Dispose();

    /// <summary>Runs until the visit is recorded and reported. After a failure, the timer's next turn retries.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        try
        {
            if ((TakeGiven() ?? await ledger.FindVisitAsync(jobId, number, either.Token)) is { } record)
                await RunAsync(record, either.Token);
            unfinished = false;
            Leave();
        }
        catch (Exception) when (shutdown.NoNewWork.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            unfinished &= !stopping.IsCancellationRequested;
            Leave();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogInterrupted(exception, number, jobId, retryDelay.Value);
        }
    }

    /// <summary>Returns the visit with which the job started this one, once: a second run must know the results of the first.</summary>
    private VisitRecord? TakeGiven()
    {
        var record = given;
        given = null;
        return record;
    }

    /// <summary>Deactivates an idle grain: queries about visits that are not in flight must not fill the silo with activations.</summary>
    private void LeaveIfIdle()
    {
        if (work is null)
            DeactivateOnIdle();
    }

    private void Leave()
    {
        work?.Dispose();
        DeactivateOnIdle();
    }

    private async Task RunAsync(VisitRecord record, CancellationToken cancellationToken)
    {
        var visit = current = new Visit(record);
        lastReport = time.GetTimestamp();
        using var traced = traces.Begin(trace, jobId, number);

        // Twice the slots: while one half waits for the ledger, the other half keeps the slots busy.
        using var run = new VisitRun(
            visit,
            2 * options.Value.Slots,
            HostQueues.LongWait,
            time,
            SettleAsync,
            () => TryReportAsync(visit),
            shutdown.NoNewWork,
            cancellationToken
        );
        await run.RunAsync();
        await ReportAsync(visit);
        if (!visit.Report(number).Finished)
            shutdown.NoNewWork.ThrowIfCancellationRequested();

        async Task SettleAsync(int image, string url, ISideline sideline, CancellationToken stop)
        {
            var (owner, place) = (new Owner(record.Tenant, jobId), new ImagePlace(number, image));
            var tried = await retrier.MeasureAsync(owner, place, url, visit.Begin(image), sideline, stop);
            await RecordAsync(visit, image, url, tried, stop);
            traced.ImageEnded(url, tried.Outcome);
            if (time.GetElapsedTime(lastReport) >= ReportInterval)
                await TryReportAsync(visit);
        }
    }

    private async Task RecordAsync(Visit visit, int image, string url, FinalOutcome tried, CancellationToken cancellationToken)
    {
        var result = new ImageResult(
            jobId,
            number,
            image,
            tried.Outcome,
            tried.Attempts,
            tried.EarlierFailures,
            time.GetUtcNow(),
            RuntimeIdentity,
            visit.RunOf(image),
            url,
            tried.EarlierAttempts,
            tried.Analysis
        );
        var began = telemetry.Begin();
        var isFirst = await ledger.RecordResultAsync(result, cancellationToken);
        telemetry.StageEnded(ImageStage.Commit, began);
        if (isFirst)
        {
            telemetry.ImageProcessed(tried.Outcome);
            visit.Record(image, tried.Outcome.Measured);
            counter.Count(tried.Outcome.Measured);
        }
        else if (await FindRecordedAsync(image, cancellationToken) is { } recorded)
            visit.Record(image, recorded.Measured);
        else
        {
            // The job was canceled or removed and accepts no results, so nothing is left to do.
            await stopping.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Returns the result that another activation recorded first, if there is one. It takes precedence over this one's.</summary>
    private async Task<ImageOutcome?> FindRecordedAsync(int image, CancellationToken cancellationToken) =>
        (await ledger.FindVisitAsync(jobId, number, cancellationToken))?.Results is { } results
        && results.TryGetValue(image, out var recorded)
            ? recorded
            : null;

    /// <summary>Reports to the job. A lost report is harmless, because a later one includes it.</summary>
    private async Task TryReportAsync(Visit visit)
    {
        try
        {
            await ReportAsync(visit);
        }
        catch (Exception exception)
        {
            LogNotReported(number, jobId, exception.Message);
        }
    }

    private async Task ReportAsync(Visit visit)
    {
        lastReport = time.GetTimestamp();
        if (!shutdown.EndsCluster && !await references.Job(jobId).ReportAsync(visit.Report(number)))
            await stopping.CancelAsync();
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Failed to report visit {Visit} to job {JobId}; it continues and will report again ({Problem})"
    )]
    private partial void LogNotReported(int visit, long jobId, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to complete visit {Visit} of job {JobId}; retrying in {RetryDelay}")]
    private partial void LogInterrupted(Exception exception, int visit, long jobId, TimeSpan retryDelay);
}
