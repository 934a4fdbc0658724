using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Telemetry;

/// <summary>Endpoint metadata: the requests of this route are submissions.</summary>
/// <param name="Route">Name of the route in metrics.</param>
internal sealed record MeasuredSubmission(string Route)
{
    /// <summary>The route of API v1.</summary>
    public const string V1 = "/api/v1/jobs";
}

/// <summary>Reports every submission with its result.</summary>
internal sealed class SubmissionMeter(RequestDelegate next, FrontEndTelemetry telemetry, TimeProvider time)
{
    private static readonly object ConflictKey = new();

    /// <summary>Records that the key of a submission was used with another body, which its status does not tell.</summary>
    public static void Conflicts(HttpContext context) => context.Items[ConflictKey] = true;

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<MeasuredSubmission>() is { } measured ? MeasureAsync(context, measured) : next(context);

    private async Task MeasureAsync(HttpContext context, MeasuredSubmission measured)
    {
        var began = time.GetTimestamp();
        await next(context);
        if (!context.RequestAborted.IsCancellationRequested && ResultOf(context) is { } result)
            telemetry.JobSubmitted(measured.Route, result, time.GetElapsedTime(began), context.Request.ContentLength);
    }

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
