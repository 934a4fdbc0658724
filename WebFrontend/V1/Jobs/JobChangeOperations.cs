using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The descriptions of operations that change jobs.</summary>
internal static class JobChangeOperations
{
    private static readonly RetryResponse Retried = new(2, JobExamples.Ongoing);

    private static readonly RetryResponse NotRetried = new(0, JobExamples.Failed);

    public static readonly Operation Cancel = new(
        "cancelJob",
        Tags.Jobs,
        "Cancel a job",
        """
        Aborts downloads in progress, starts no others, and keeps existing results. Cancellation is final. A job that has ended does not change. The response
        waits up to 8 seconds for the job to end.

        If you repeat this request, send the same `Idempotency-Key`. Otherwise the repetition would cancel a job that was retried in the meantime.
        """
    )
    {
        Fields = [Field.JobId, Field.ChangeKey],
        Headers = [HeaderText.Replayed],
        Answers =
        [
            new(200, "The job has ended.", Content.Json<JobResponse>(("cancelled", JobExamples.Cancelled), ("failed", JobExamples.Failed))),
            new(202, "The job has not ended yet. It will end even if the service restarts.", Content.Json(JobExamples.Ongoing)),
        ],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.InvalidIdempotencyKey,
            Problem.JobNotFound,
            Problem.IdempotencyKeyConflict,
            Examples.InternalError,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation Delete = new(
        "deleteJob",
        Tags.Jobs,
        "Delete a job",
        """
        Deletes a job that has ended, with its visits, results, and webhooks, before its retention is over. Cancel an ongoing job first. The job no longer
        exists when the response arrives. Its rows are removed right afterwards, even if the service restarts. Webhooks that are still due are not sent.

        This cannot be undone. A repeated request returns `404`.
        """
    )
    {
        Fields = [Field.JobId],
        Answers = [new(200, "The job is deleted.", Content.Json(new DeletedJobResponse(123, true)))],
        Problems = [Examples.UnknownParameter, Problem.JobNotFound, Problem.JobIsOngoing, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation Retry = new(
        "retryJob",
        Tags.Jobs,
        "Retry failed images",
        """
        Retries all failed images of a job, or those with one reason or host. Without a body, it retries all. Earlier results remain as history. Stores are
        looked up again in the store master.

        While the job runs, the request changes nothing. After the job has failed again, a repeated request retries again, unless it has the same
        `Idempotency-Key`.
        """
    )
    {
        Fields = [Field.JobId, Field.ChangeKey],
        Headers = [HeaderText.Replayed],
        Body = new(Examples.Json, new RetryRequest("connect", "images.example"), "The failed images to retry.", Required: false),
        Answers =
        [
            new(200, "Nothing is retried: the job still runs, or no such image failed.", Content.Json(NotRetried)),
            new(202, "The images are being retried, and the job is `ongoing` again.", Content.Json(Retried)),
        ],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.InvalidBody(new FieldProblem("/reason", "must be one of dns, connect, …")),
            Problem.InvalidIdempotencyKey,
            Problem.JobNotFound,
            Problem.JobWasCancelled,
            .. Examples.Transfer,
            Problem.IdempotencyKeyConflict,
            Examples.InternalError,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation Amend = new(
        "amendImage",
        Tags.Images,
        "Replace the URL of a failed image",
        """
        Retries only this image, with the new URL. The job must have ended. While the image is being retried, a repeated request changes nothing. After the
        image has failed again, a repeated request retries it again, unless it has the same `Idempotency-Key`.
        """
    )
    {
        Headers = [HeaderText.Replayed],
        Fields =
        [
            Field.JobId,
            Field.ChangeKey,
            Field.PathNumber("visit", "Number of the visit within the job, from 0."),
            Field.PathNumber("image", "Number of the image within the visit, from 0."),
        ],
        Body = new(Examples.Json, new AmendRequest("https://images.example/right.jpg"), "The new URL."),
        Answers = [new(202, "The image is being retried, and the job is `ongoing` again.", Content.Json(Retried with { Retried = 1 }))],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.InvalidBody(new FieldProblem("/url", ImageUrl.Rule)),
            Problem.InvalidIdempotencyKey,
            Problem.JobNotFound,
            Problem.ImageNotFound,
            Problem.JobIsOngoing,
            Problem.JobWasCancelled,
            Problem.ImageNotFailed,
            .. Examples.Transfer,
            Problem.IdempotencyKeyConflict,
            Examples.InternalError,
            Problem.Unavailable,
        ],
    };
}
