using Microsoft.AspNetCore.Http.Timeouts;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Telemetry;

/// <summary>Endpoint metadata: the requests of this route are submissions.</summary>
/// <param name="Route">Name of the route in metrics.</param>
internal sealed record MeasuredSubmission(string Route)
{
    /// <summary>The route of API v1.</summary>
    public const string V1 = "/api/v1/jobs";

    /// <summary>The contract route.</summary>
    public const string Contract = "/api/submit";

    /// <summary>Names of all routes.</summary>
    public static readonly string[] Routes = [V1, Contract];
}

/// <summary>Reports every submission with its result.</summary>
internal sealed class SubmissionMeter(RequestDelegate next, FrontEndTelemetry telemetry, TimeProvider time)
{
    /// <summary>Time that every client waits for a response.</summary>
    private static readonly TimeSpan AbortedAfter = TimeSpan.FromSeconds(1);

    private static readonly object ConflictKey = new();

    /// <summary>Records that the key of a submission was used with another body, which its status does not tell.</summary>
    public static void Conflicts(HttpContext context) => context.Items[ConflictKey] = true;

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<MeasuredSubmission>() is { } measured ? MeasureAsync(context, measured) : next(context);

    private async Task MeasureAsync(HttpContext context, MeasuredSubmission measured)
    {
        var began = time.GetTimestamp();
        SubmissionResult? result = SubmissionResult.Unavailable;
        try
        {
            await next(context);
            result = ResultOf(context);
        }
        catch (Exception exception) when (MalformedBody.StatusOf(exception) is not null)
        {
            result = SubmissionResult.Invalid;
            throw;
        }
        finally
        {
            var took = time.GetElapsedTime(began);
            if (context.RequestAborted.IsCancellationRequested)
                result = ResultOfAborted(context, took);
            if (result is { } known)
                telemetry.JobSubmitted(measured.Route, known, took, context.Request.ContentLength);
        }
    }

    /// <summary>Returns the result of a submission without a response; <see langword="null"/> if its client changed its mind at once.</summary>
    /// <remarks>Clients that give up before this front end does would otherwise hide an outage.</remarks>
    private static SubmissionResult? ResultOfAborted(HttpContext context, TimeSpan took) =>
        context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true }
            ? SubmissionResult.Invalid
        : took > AbortedAfter ? SubmissionResult.Aborted
        : null;

    /// <summary>Returns the result; <see langword="null"/> for a validation, which submits nothing.</summary>
    private static SubmissionResult? ResultOf(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status200OK => null,
            < 300 => context.Response.Headers.ContainsKey(IdempotencyKey.ReplayedHeader)
                ? SubmissionResult.Replayed
                : SubmissionResult.Accepted,
            StatusCodes.Status429TooManyRequests => SubmissionResult.Quota,
            >= 500 => SubmissionResult.Unavailable,
            _ => context.Items.ContainsKey(ConflictKey) ? SubmissionResult.Conflict : SubmissionResult.Invalid,
        };
}
