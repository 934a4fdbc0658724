using System.Diagnostics;
using Microsoft.Extensions.Options;
using RetailPulse.Images;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Begins the traces of visits.</summary>
internal sealed class VisitTraces(IOptions<TelemetryOptions> options, TimeProvider time)
{
    /// <summary>Key under which a call to a visit carries the <c>traceparent</c> of the run of its job.</summary>
    public const string Key = "retailpulse.traceparent";

    /// <param name="parent">W3C <c>traceparent</c> of the run of the job; <see langword="null"/> if it is not traced.</param>
    public VisitTrace Begin(string? parent, long jobId, int visit)
    {
        ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        var activity =
            visit % options.Value.TraceEvery == 0 ? PulseActivities.Source.StartActivity("visit", ActivityKind.Internal, context) : null;
        activity?.SetTag("retailpulse.job.id", jobId).SetTag("retailpulse.visit", visit);
        return new VisitTrace(activity, context, time);
    }
}

/// <summary>The trace of one visit: all of its images if it is sampled, otherwise only those that fail.</summary>
internal sealed class VisitTrace(Activity? activity, ActivityContext parent, TimeProvider time) : IDisposable
{
    /// <summary>Records a final outcome. A failed image of a visit that is not sampled gets an activity afterwards.</summary>
    public void ImageEnded(string url, ImageOutcome outcome)
    {
        if (outcome.Measured || activity is not null || !PulseActivities.Source.HasListeners())
            return;
        var now = time.GetUtcNow();
        using var attempt = PulseActivities.Source.StartActivity(
            ActivityKind.Client,
            parent,
            startTime: now - outcome.Elapsed,
            name: "image.attempt"
        );
        if (attempt is null)
            return;
        if (Uri.TryCreate(url, UriKind.Absolute, out var address))
            PulseActivities.Describe(attempt, address);
        attempt.Record(outcome);
        attempt.SetEndTime(now.UtcDateTime);
    }

    public void Dispose() => activity?.Dispose();
}
