using System.Diagnostics;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Grains.Jobs;

/// <summary>The trace of one run of a job, linked to the trace of its submission.</summary>
internal sealed class JobTrace(long jobId, ILedger ledger) : IDisposable
{
    private Activity? activity;
    private bool begun;

    /// <summary>W3C <c>traceparent</c> of the run; <see langword="null"/> if it is not traced.</summary>
    public string? Id => activity?.Id;

    /// <summary>Begins the trace, once, if anybody listens.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (begun || !PulseActivities.Source.HasListeners())
            return;
        begun = true;
        var submission = await ledger.FindSubmissionAsync(jobId, cancellationToken);
        activity = PulseActivities.StartRoot("job.run", submission?.Traceparent);
        activity?.SetTag("retailpulse.job.id", jobId).SetTag("retailpulse.images", submission?.Images);
    }

    public void Dispose()
    {
        PulseActivities.End(activity);
        activity = null;
    }
}
