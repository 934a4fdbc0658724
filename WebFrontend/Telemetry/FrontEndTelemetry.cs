using System.Diagnostics.Metrics;
using RetailPulse.Silo.Telemetry;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Telemetry;

/// <summary>Reports what clients of this front end do, and what they receive.</summary>
internal sealed class FrontEndTelemetry
{
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<long> Sizes = new()
    {
        HistogramBucketBoundaries = [1024, 8192, 65_536, 524_288, 2_097_152, 8_388_608, 33_554_432],
    };

    /// <summary>Why requests are refused.</summary>
    private static readonly Problem[] Refusals =
    [
        Problem.Unauthorized,
        Problem.Forbidden(""),
        Problem.RateLimited,
        Problem.MisdirectedRequest,
        Problem.CrossSite,
    ];

    private readonly Counter<long> submitted;
    private readonly Histogram<double> duration;
    private readonly Histogram<long> size;
    private readonly Counter<long> refused;
    private readonly UpDownCounter<long> listeners;
    private readonly Counter<long> sent;
    private readonly Counter<long> dropped;

    public FrontEndTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryHosting.Name);
        submitted = meter.CreateCounter<long>("retailpulse.job.submitted", "{job}", "Submissions.");
        duration = meter.CreateHistogram("retailpulse.job.submission.duration", "s", "Duration of a submission.", null, Durations);
        size = meter.CreateHistogram("retailpulse.job.submission.size", "By", "Size of the body of a submission.", null, Sizes);
        refused = meter.CreateCounter<long>("retailpulse.access.refused", "{request}", "Requests that were refused.");
        listeners = meter.CreateUpDownCounter<long>("retailpulse.events.listeners", "{listener}", "Open event streams.");
        sent = meter.CreateCounter<long>("retailpulse.events.sent", "{event}", "Events that were sent.");
        dropped = meter.CreateCounter<long>("retailpulse.events.dropped", "{listener}", "Event streams that were aborted.");
    }

    /// <summary>Exports counters as 0 before they first count. Otherwise, nobody would see their first increase.</summary>
    public void Zero()
    {
        foreach (var route in MeasuredSubmission.Routes)
        foreach (var result in Enum.GetValues<SubmissionResult>())
            submitted.Add(0, Tag("route", route), Tag("result", NameOf(result)));
        foreach (var reason in Refusals)
            refused.Add(0, Tag("reason", reason.Code));
        listeners.Add(0);
        sent.Add(0);
        dropped.Add(0, Tag("reason", "overrun"));
        dropped.Add(0, Tag("reason", "slow"));
    }

    /// <summary>Reports a submission.</summary>
    /// <param name="bytes">Size of the body; <see langword="null"/> if unknown.</param>
    public void JobSubmitted(string route, SubmissionResult result, TimeSpan took, long? bytes)
    {
        var (routeTag, resultTag) = (Tag("route", route), Tag("result", NameOf(result)));
        submitted.Add(1, routeTag, resultTag);
        duration.Record(took.TotalSeconds, routeTag, resultTag);
        if (bytes is { } length)
            size.Record(length, routeTag, resultTag);
    }

    /// <summary>Reports a request that was refused because of its key, its rate, its host name, or its page.</summary>
    /// <param name="reason">Code of the problem.</param>
    public void AccessRefused(string reason) => refused.Add(1, Tag("reason", reason));

    /// <summary>Reports an event stream that has begun.</summary>
    public void ListenerJoined() => listeners.Add(1);

    /// <summary>Reports an event stream that has ended.</summary>
    public void ListenerLeft() => listeners.Add(-1);

    /// <summary>Reports events that were sent on a stream.</summary>
    public void EventsSent(int count) => sent.Add(count);

    /// <summary>Reports an event stream that was aborted because its client did not read in time.</summary>
    /// <param name="overrun">Whether too many events waited, rather than a single write for too long.</param>
    public void ListenerDropped(bool overrun) => dropped.Add(1, Tag("reason", overrun ? "overrun" : "slow"));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string NameOf(SubmissionResult result) =>
        result switch
        {
            SubmissionResult.Accepted => "accepted",
            SubmissionResult.Replayed => "replayed",
            SubmissionResult.Invalid => "invalid",
            SubmissionResult.Conflict => "conflict",
            SubmissionResult.Quota => "quota",
            SubmissionResult.Aborted => "aborted",
            _ => "unavailable",
        };
}

/// <summary>The result of a submission.</summary>
internal enum SubmissionResult
{
    /// <summary>A job was created.</summary>
    Accepted,

    /// <summary>The job of an earlier submission with the same key was returned.</summary>
    Replayed,

    /// <summary>The body or a header is invalid, or the body did not arrive in time.</summary>
    Invalid,

    /// <summary>The key was used with another body.</summary>
    Conflict,

    /// <summary>The tenant has reached a quota.</summary>
    Quota,

    /// <summary>The cluster or the database did not respond, or there was no room for the body.</summary>
    Unavailable,

    /// <summary>The client gave up after more than a second without a response.</summary>
    Aborted,
}
