using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.WebFrontend.Contract;

/// <summary><c>POST /api/submit/</c>.</summary>
internal static class SubmitEndpoint
{
    internal static async Task<
        Results<
            Created<SubmitResponse>,
            BadRequest<ErrorResponse>,
            UnprocessableEntity<ErrorResponse>,
            JsonHttpResult<ErrorResponse>,
            QuotaRefusal,
            Refusal
        >
    > SubmitAsync(HttpContext context, BodyBudget budget, SubmissionCall submissions)
    {
        var caller = Caller.Of(context);
        var request = await SubmitRequest.ReadAsync(
            context.Request,
            budget.Begin(context, caller.Tenant),
            maxErrors: 0,
            ofV1: false,
            context.RequestAborted
        );
        if (request.Refusal == StatusCodes.Status400BadRequest)
            return TypedResults.BadRequest(ErrorResponse.InvalidRequest);
        if (request.Refusal == StatusCodes.Status503ServiceUnavailable)
            return new Refusal(Problem.TooManyBodies, ErrorResponse.Unavailable);
        if (request.Submission is not { } submission)
            return Refuse(request);

        var key = IdempotencyKey.Read(context.Request.Headers[IdempotencyKey.Header]);
        if (request.Fingerprint is not null && key is null)
            return TypedResults.BadRequest(ErrorResponse.InvalidKey);
        var receipt = await submissions.SubmitAsync(caller, submission, key, request.Fingerprint);
        if (receipt.Excess is { } excess)
            return new QuotaRefusal(excess);
        if (receipt.Conflict)
        {
            SubmissionMeter.Conflicts(context);
            return TypedResults.UnprocessableEntity(ErrorResponse.KeyConflict);
        }

        Audit.Concerns(context, receipt.JobId);
        if (receipt.Replayed)
            context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Created(
            string.Create(CultureInfo.InvariantCulture, $"{context.Request.PathBase}/api/status?jobid={receipt.JobId}"),
            new SubmitResponse(receipt.JobId)
        );
    }

    private static JsonHttpResult<ErrorResponse> Refuse(SubmitRequest request) =>
        TypedResults.Json(
            request.Refusal switch
            {
                StatusCodes.Status413PayloadTooLarge => ErrorResponse.TooLarge,
                StatusCodes.Status415UnsupportedMediaType => new ErrorResponse(request.Format!),
                var status => ErrorResponse.Of(status),
            },
            statusCode: request.Refusal
        );
}
