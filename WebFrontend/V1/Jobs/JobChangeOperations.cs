using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Changing jobs.</summary>
internal static class JobChangeOperations
{
    private static readonly RetryResponse Retried = new(2, Examples.Ongoing);

    private static readonly RetryResponse NotRetried = new(0, Examples.Failed);

    public static readonly Operation[] All =
    [
        new("POST", "/api/v1/jobs/{id}/cancel", "cancelJob", Tags.Jobs, "Cancel a job", """
            Downloads in flight are aborted, no others begin, and existing results stay. A cancellation is final. A job that has ended stays as it is. The response
            waits up to 8 seconds for the job to end. Repeat it under an `Idempotency-Key`, so that a job which somebody retried in the meantime is not canceled.
            """)
        {
            Fields = [Field.JobId, Field.ChangeKey],
            Headers = [HeaderText.Replayed],
            Answers =
            [
                new(200, "The job, which has ended.", Content.Json<JobResponse>(("cancelled", Examples.Cancelled), ("failed", Examples.Failed))),
                new(202, "The job has not ended yet. It will, even if the service restarts.", Content.Json(Examples.Ongoing)),
            ],
            Problems = [Problem.InvalidIdempotencyKey, Problem.JobNotFound, Problem.IdempotencyKeyConflict, Examples.InternalError, Problem.Unavailable],
        },
        new("POST", "/api/v1/jobs/{id}/retry", "retryJob", Tags.Jobs, "Try failed images anew", """
            All images that failed, or those of one reason or one host. The results before stay as history. The store master is asked anew. Without a body it
            is all of them. Repeated while the job runs, it changes nothing; repeated after the job has failed again, it retries again, unless it is repeated under
            the same `Idempotency-Key`.
            """)
        {
            Fields = [Field.JobId, Field.ChangeKey],
            Headers = [HeaderText.Replayed],
            Body = new(Examples.Json, new RetryRequest("connect", "images.example"), "Which of the images that failed.", Required: false),
            Answers =
            [
                new(200, "None is tried anew: the job still runs, or no image of that kind failed.", Content.Json(NotRetried)),
                new(202, "The job is `ongoing` again.", Content.Json(Retried)),
            ],
            Problems =
            [
                Problem.InvalidBody(new FieldProblem("/reason", "must be one of dns, connect, …")), Problem.InvalidIdempotencyKey, Problem.JobNotFound, Problem.JobWasCancelled,
                .. Examples.OfArrival, Problem.IdempotencyKeyConflict, Examples.InternalError, Problem.Unavailable,
            ],
        },
        new("PATCH", "/api/v1/jobs/{id}/visits/{visit}/images/{image}", "amendImage", Tags.Images, "Give an image that failed a new URL", """
            That image alone is tried anew, with the new URL. The job must have ended. Repeated while the image is on its way, it changes nothing; repeated after the
            image has failed again, it tries again, unless it is repeated under the same `Idempotency-Key`.
            """)
        {
            Headers = [HeaderText.Replayed],
            Fields = [Field.JobId, Field.ChangeKey, Field.PathNumber("visit", "The visit's number within the job."), Field.PathNumber("image", "The image's number within the visit.")],
            Body = new(Examples.Json, new AmendRequest("https://images.example/right.jpg"), "The new URL."),
            Answers = [new(202, "The job is `ongoing` again, and the image on its way.", Content.Json(Retried with { Retried = 1 }))],
            Problems =
            [
                Problem.InvalidBody(new FieldProblem("/url", "must be an absolute http or https URL of at most 8,192 characters, without user info")),
                Problem.InvalidIdempotencyKey, Problem.JobNotFound, Problem.ImageNotFound, Problem.JobIsOngoing, Problem.JobWasCancelled, Problem.ImageNotFailed,
                .. Examples.OfArrival, Problem.IdempotencyKeyConflict, Examples.InternalError, Problem.Unavailable,
            ],
        },
    ];
}
