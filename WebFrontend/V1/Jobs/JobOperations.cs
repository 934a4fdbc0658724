using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Submitting and reading jobs.</summary>
internal static class JobOperations
{
    private static readonly AcceptedJobResponse Accepted = new(123, "ongoing", 1, 2, JobLinks.Of(PathString.Empty, 123));

    private static readonly ValidationResponse Validation = new(
        false, 1, 2, [new("/visits/0/visit_time", "is missing")], false, [new("S1", 1)], 1, [new("/visits/0/image_url/0", "http://10.0.0.1/1.jpg")], 1,
        [new("/visits/0/visit_time", "11/10/2026 9:30")], 1, [new("S1 ", 1)], 1, [new("/visits/0/image_url/0", "http://10.0.0.1/1.jpg", 2)], 1);

    private const string SubmissionRules = """
        Strict JSON in UTF-8, by default at most 32 MiB; of every object each name once, and none that is not listed here. It may be compressed:
        `Content-Encoding: gzip` or `br`, and then the limit holds for what it unfolds into.
        """;

    private const string Events =
        """
        retry: 2000

        event: progress
        data: {"status":"ongoing","counts":{"total":20,"pending":6,"running":4,"measured":10,"failed":0,"cancelled":0,"waiting":null},"rate":12.5,"eta_seconds":1,"eta_at":"2026-05-04T09:30:03Z"}
        id: 0.0.0.0


        """;

    private static readonly JobListResponse List =
        new([new(123, "failed", Examples.Submitted, Examples.Ended, 5, 20, JobLinks.Of(PathString.Empty, 123))], "KxQ2rT8bH1oAAAAAAAAAAg");

    public static readonly Operation[] All =
    [
        new("POST", "/api/v1/jobs", "submitJob", Tags.Jobs, "Submit a job", """
            `202` means that the job is on disk. Repeat it without fear: give it an `Idempotency-Key`, and the same key and body have the same answer.
            Job ids increase and have gaps; take the id from the response.

            A dry run has its own path, `POST /api/v1/jobs/validate`. Before it had, `?validate_only=true` did the same on this path, with `200` and the body of that
            operation. It still does, and new clients do not need it.
            """)
        {
            Fields = [Field.IdempotencyKey],
            Body = new(Examples.Json, Examples.Submission, SubmissionRules),
            Answers =
            [
                new(202, "The job is on disk and will be done.", Content.Json(Accepted))
                {
                    Headers =
                    [
                        new("Location", "The job's path.", "/api/v1/jobs/123"),
                        HeaderText.RetryAfter with { Description = "Whole seconds in which a small job is likely to end.", Example = "1" },
                        HeaderText.Replayed,
                    ],
                },
            ],
            Problems =
            [
                Examples.Query("verbose", "is not a field of this query"), Problem.InvalidIdempotencyKey, Problem.InvalidBody(new FieldProblem("/visits/0/store_id", "is missing")),
                .. Examples.OfArrival, Problem.IdempotencyKeyConflict, Problem.QuotaExceeded(Examples.QuotaDetail), Examples.InternalError, Problem.TooManyBodies,
                Problem.Unavailable,
            ],
        },
        new("POST", "/api/v1/jobs/validate", "validateJob", Tags.Jobs, "Check a submission", """
            Returns what the same body would meet at `POST /api/v1/jobs`, and starts nothing. A body with wrong fields is `200` with `valid` false. Host names are not
            resolved for this.
            """)
        {
            Body = new(Examples.Json, Examples.Submission, SubmissionRules),
            Answers = [new(200, "What a submission would meet.", Content.Json(Validation))],
            Problems = [Examples.QueryOfNothing, .. Examples.OfArrival, Examples.InternalError, Problem.TooManyBodies, Problem.Unavailable],
        },
        new("GET", "/api/v1/jobs", "listJobs", Tags.Jobs, "List jobs", "Newest first.")
        {
            Fields =
            [
                Field.Choice("status", "Only jobs of this status.", NamedChoice.JobStatus), Field.Text("store", "Only jobs that visit this store.", "S00339218"),
                Field.Text("area", "Only jobs that visit a store of this area, as the store master in force has it.", "700086"),
                Field.Time("submitted_from", "Only jobs submitted then or later: a date, which begins in UTC, or a time such as `2026-05-04T09:30:00Z`."),
                Field.Time("submitted_to", "Only jobs submitted before that time, or by the end of that date."),
                .. Field.Page,
            ],
            Answers = [new(200, "A page of jobs.", Content.Json(List))],
            Problems = [Examples.Query("page_size", "must be a whole number from 1 to 1000"), Examples.InternalError, Problem.Unavailable],
        },
        new("GET", "/api/v1/jobs/{id}", "getJob", Tags.Jobs, "How a job stands", """
            The counts always sum to the total, also while the job runs: `total = pending + running + measured + failed + cancelled`. An image that waits for a
            slot, for its host, or for its next attempt is `pending`; `waiting` says how many wait for what, and until when. `eta_seconds` is `null` while no image
            runs and the next ones wait.
            """)
        {
            Fields = [Field.JobId],
            Answers = [new(200, "The job.", Content.Json<JobResponse>(("ongoing", Examples.Ongoing), ("failed", Examples.Failed)))],
            Problems = [Examples.QueryOfNothing, Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
        },
        new("GET", "/api/v1/jobs/{id}/events", "listenToJob", Tags.Jobs, "Listen to a job", """
            Server-sent events: `progress` (status, counts, rate and when it is likely to end; at once, and then up to four times a second when something changed),
            `image_failed` (an image as `/images` tells it, and its `run`), and `end` (status, counts and `ended_at`), behind which the stream ends. Comments keep a
            quiet stream alive. A client that comes back with `Last-Event-ID` is told what it missed: every failure of every run, each once, in the order in which
            they were committed. A client that does not read is dropped.
            """)
        {
            Fields = [Field.JobId, Field.LastEventId],
            Headers = [new("Vary", "The answer goes with `Accept`.", "Accept", Always: false)],
            Answers =
            [
                new(200, "The events.", new Content("text/event-stream", typeof(string), ("beginning", Events)))
                {
                    Headers = [new("X-Accel-Buffering", "For proxies: events pass at once.", "no")],
                },
                new(204, "`Last-Event-ID` was the job's end: nothing more will come."),
            ],
            Problems =
            [
                Examples.QueryOfNothing, Problem.JobNotFound, Problem.NotAcceptable("text/event-stream"), Examples.InternalError, Problem.TooManyListeners, Problem.Unavailable,
            ],
        },
    ];
}
