using System.Diagnostics;

namespace RetailPulse.Silo.Logging;

/// <summary>The request and the trace to which a log entry belongs.</summary>
/// <param name="Request">The <c>Request-Id</c> of the request; <see langword="null"/> outside of requests.</param>
/// <param name="Trace">Trace id according to W3C Trace Context; <see langword="null"/> outside of traces.</param>
public readonly record struct LoggedRequest(string? Request, string? Trace)
{
    /// <summary>Key of the request's id among what Orleans passes on with every call.</summary>
    public const string Key = "request-id";

    public static LoggedRequest Current =>
        new(
            RequestContext.Get(Key) as string,
            Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null
        );

    /// <summary>Returns the text that follows the message of an entry.</summary>
    public override string ToString() =>
        (Request, Trace) switch
        {
            (null, null) => "",
            (null, _) => $" (trace {Trace})",
            (_, null) => $" (request {Request})",
            _ => $" (request {Request}, trace {Trace})",
        };
}
