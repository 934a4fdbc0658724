using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>POST /api/v1/jobs</c>.</summary>
internal static class JobSubmitEndpoint
{
    /// <summary>Number of seconds in which a small job is likely to end.</summary>
    private const int RetryAfterSeconds = 1;

    private static readonly Dictionary<string, bool> Flags = new() { ["true"] = true, ["false"] = false };

    internal static async Task<
        Results<JsonHttpResult<AcceptedJobResponse>, JsonHttpResult<ValidationResponse>, QuotaRefusal, Problem>
    > SubmitAsync(
        HttpContext context,
        BodyBudget budget,
        SubmissionCall submissions,
        JobUploads uploads,
        Validation validation,
        JobReferences references,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(context.Request);
        var validateOnly = query.Choice("validate_only", Flags) == true;
        var upload = JobUploadRequest.Read(context.Request, query);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var key = IdempotencyKey.Read(context.Request.Headers[IdempotencyKey.Header]);
        if (key is null && context.Request.Headers.ContainsKey(IdempotencyKey.Header))
            return Problem.InvalidIdempotencyKey;
        if (upload is not null)
        {
            if (!validateOnly)
                return await SubmitAsync(context, upload, key, uploads, references, cluster);
            var (findings, unread) = await uploads.ValidateAsync(context, upload);
            return unread is null ? TypedResults.Json(findings!, JobsJson.Bodies.ValidationResponse) : unread;
        }

        var (request, refusal) = await InvalidBody.ReadAsync(context, budget);
        if (refusal is not null)
            return refusal;
        if (validateOnly)
            return TypedResults.Json(await validation.OfAsync(request.Read!, request.Errors), JobsJson.Bodies.ValidationResponse);
        if (request.Submission is not { } submission)
            return InvalidBody.Refuse(request.Errors);
        var receipt = await submissions.SubmitAsync(Caller.Of(context), submission, key, request.Fingerprint);
        return await AnswerAsync(context, receipt, submission.Visits.Length, submission.Images, references, cluster);
    }

    private static async Task<
        Results<JsonHttpResult<AcceptedJobResponse>, JsonHttpResult<ValidationResponse>, QuotaRefusal, Problem>
    > SubmitAsync(
        HttpContext context,
        JobUploadRequest upload,
        IdempotencyKey? key,
        JobUploads uploads,
        JobReferences references,
        ClusterCall cluster
    )
    {
        var (received, problem) = await uploads.SubmitAsync(context, upload, key);
        if (problem is not null)
            return problem;
        return await AnswerAsync(context, received!.Receipt, received.Visits, received.Images, references, cluster);
    }

    private static async Task<
        Results<JsonHttpResult<AcceptedJobResponse>, JsonHttpResult<ValidationResponse>, QuotaRefusal, Problem>
    > AnswerAsync(HttpContext context, SubmissionReceipt receipt, int visits, long images, JobReferences references, ClusterCall cluster)
    {
        if (receipt.Excess is { } excess)
            return new QuotaRefusal(excess);
        if (receipt.Conflict)
        {
            SubmissionMeter.Conflicts(context);
            return Problem.IdempotencyKeyConflict;
        }

        if (receipt.Lost)
            return Problem.Unavailable;
        Audit.Concerns(context, receipt.JobId);
        var status = JobStatus.Ongoing;
        if (receipt.Replayed)
        {
            status = (await cluster.CallAsync(() => references.Job(receipt.JobId).GetStatusAsync().AsTask(), CallBudgets.Job))!.Status;
            context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        }

        return Accept(context.Response, AcceptedJobResponse.From(context.Request.PathBase, receipt.JobId, status, visits, images));
    }

    private static JsonHttpResult<AcceptedJobResponse> Accept(HttpResponse response, AcceptedJobResponse job)
    {
        response.Headers.Location = job.Links.Self;
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Json(job, JobsJson.Bodies.AcceptedJobResponse, statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>A job that is stored durably.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="Status">
/// Status of the job: <c>ongoing</c>, or the present status if an earlier request with the same key submitted it.
/// </param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Links">Paths of related resources.</param>
internal sealed record AcceptedJobResponse(
    [property: Minimum(1)] long Id,
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    int Visits,
    long Images,
    JobLinks Links
)
{
    public static AcceptedJobResponse From(PathString root, long id, JobStatus status, int visits, long images) =>
        new(id, status.Code(), visits, images, JobLinks.Of(root, id));
}
