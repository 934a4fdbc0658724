using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;

namespace RetailPulse.Web.Jobs;

/// <summary><c>POST /api/submit/</c>.</summary>
internal static class SubmitEndpoint
{
    /// <summary>
    /// A submission bears repetition: its job id is drawn once, and a second one of that id waits for the first and changes nothing. The largest
    /// takes some seconds to reach the disk, so one attempt has as many.
    /// </summary>
    private static readonly Patience Patience = new(Attempt: TimeSpan.FromSeconds(5), Whole: TimeSpan.FromSeconds(10));

    /// <summary>An id is there at once, or its silo is gone; then another is found in less than this.</summary>
    private static readonly Patience DrawPatience = new(Attempt: TimeSpan.FromSeconds(1), Whole: TimeSpan.FromSeconds(4));

    internal static async Task<Results<Created<SubmitResponse>, BadRequest<ErrorResponse>, UnprocessableEntity<ErrorResponse>, JsonHttpResult<ErrorResponse>, Unavailable>>
        SubmitAsync(HttpContext context, IGrainFactory grains, JobReferences references, ClusterCall cluster)
    {
        var request = await SubmitRequest.ReadAsync(context.Request, context.RequestAborted);
        if (request.Refusal == StatusCodes.Status400BadRequest) return TypedResults.BadRequest(ErrorResponse.InvalidRequest);
        if (request.Submission is not { } submission) return Refuse(request.Refusal);

        var key = context.Request.Headers[IdempotencyKey.Header];
        if (request.Fingerprint is not null && !IdempotencyKey.IsValid(key)) return TypedResults.BadRequest(ErrorResponse.InvalidKey);
        var (answered, receipt) = request.Fingerprint is { } fingerprint
            ? await cluster.TryAsync(() => grains.GetGrain<IIdempotencyGrain>(key.ToString()).SubmitAsync(fingerprint, submission), Patience)
            : await SubmitAsync(submission, grains, references, cluster);

        if (!answered) return Unavailable.Instance;
        if (receipt!.Conflict) return TypedResults.UnprocessableEntity(ErrorResponse.KeyConflict);
        if (receipt.Replayed) context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Created(string.Create(CultureInfo.InvariantCulture, $"/api/status?jobid={receipt.JobId}"), new SubmitResponse(receipt.JobId));
    }

    private static async Task<(bool Answered, SubmissionReceipt? Receipt)> SubmitAsync(JobSubmission submission, IGrainFactory grains, JobReferences references, ClusterCall cluster)
    {
        var (drawn, jobId) = await cluster.TryAsync(() => grains.GetGrain<IJobIdGrain>(0).NextAsync().AsTask(), DrawPatience);
        if (!drawn) return (false, null);
        var job = references.Job(jobId);
        return await cluster.TryAsync(
            async () =>
            {
                await job.SubmitAsync(submission);
                return new SubmissionReceipt(jobId, Replayed: false, Conflict: false);
            },
            Patience);
    }

    private static JsonHttpResult<ErrorResponse> Refuse(int status) => TypedResults.Json(
        status switch
        {
            StatusCodes.Status413PayloadTooLarge => ErrorResponse.TooLarge,
            StatusCodes.Status415UnsupportedMediaType => ErrorResponse.WrongContentType,
            _ => ErrorResponse.TooSlow,
        },
        statusCode: status);
}
