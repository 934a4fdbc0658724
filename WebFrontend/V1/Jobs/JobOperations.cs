using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The descriptions of operations that submit and read jobs.</summary>
internal static class JobOperations
{
    private const string SubmissionRules = """
        Strict JSON in UTF-8, by default at most 32 MiB. An object must not contain a name twice, or a name that is not listed here. The body may be
        compressed with `Content-Encoding: gzip` or `br`; the maximum length then applies to the decompressed body.

        A larger submission is an upload of lines, by default at most 1 GiB, which is stored while it arrives: as `application/x-ndjson` with one visit per
        line, or as `text/csv` with one image per row. The CSV has a header with the columns `store_id`, `visit_time`, `image_url`, and optionally `reference`
        of the image, in any order, separated by commas, semicolons, or tabs, in UTF-8 or UTF-16. Consecutive rows with the same store and time are one visit. A line has at most 4 MiB, or 64 KiB in
        CSV. Invalid fields are listed with their `line`. Other members of the submission are parameters of the query.
        """;

    private static readonly (string, string)[] Lines =
    [
        (
            "application/x-ndjson",
            """
            {"store_id":"S00339218","image_url":["https://images.example/shelf-front.jpg"],"visit_time":"2026-05-04T09:30:00Z"}

            """
        ),
        (
            "text/csv",
            """
            store_id,visit_time,image_url
            S00339218,2026-05-04T09:30:00Z,https://images.example/shelf-front.jpg

            """
        ),
    ];

    private static readonly Field[] UploadFields =
    [
        Field.Text(
            "callback_url",
            Of("URL that is notified when the job ends"),
            "https://app.example/pulse",
            maxLength: ImageUrl.MaxLength
        ),
        Field.Text("label", Of("Name of the job, at most 200 characters"), Examples.Label, maxLength: JobSubmission.MaxLabelLength),
        Field.Entries(
            "metadata",
            Of("Key-value pairs that are attached to the job, each as `metadata[key]=value`"),
            JobMetadata.MaxPairs,
            Examples.Metadata,
            JobMetadata.MaxValueLength
        ),
    ];

    private static readonly AcceptedJobResponse Accepted = new(123, "ongoing", 1, 2, JobLinks.Of(PathString.Empty, 123));

    private static readonly ValidationResponse Validation = new(
        false,
        1,
        2,
        [new("/visits/0/visit_time", "is missing")],
        false,
        [new("S1", 1)],
        1,
        [new("/visits/0/image_url/0", "http://10.0.0.1/1.jpg")],
        1,
        [new("/visits/0/visit_time", "11/10/2026 9:30")],
        1,
        [new("S1 ", 1)],
        1,
        [new("/visits/0/image_url/0", "http://10.0.0.1/1.jpg", 2)],
        1
    );

    private static readonly JobListResponse Jobs = new(
        [
            new(
                123,
                "failed",
                Examples.Submitted,
                Examples.Ended,
                5,
                20,
                new(20, 0, 0, 18, 2, 0, null),
                0.48,
                new("http_404", 2),
                JobLinks.Of(PathString.Empty, 123),
                Examples.Label,
                Examples.Metadata,
                Examples.KeyName
            ),
        ],
        "KxQ2rT8bH1oAAAAAAAAAAg",
        null
    );

    public static readonly Operation Submit = new(
        "submitJob",
        Tags.Jobs,
        "Submit a job",
        """
        `202` means that the job is stored durably. To make the request safe to repeat, send an `Idempotency-Key`: the same key and body return the same job.
        Job ids increase and have gaps, so take the id from the response.

        An upload of lines becomes a job as a whole or not at all: its images are not requested before it has arrived and was stored completely, and what an
        interrupted or invalid upload leaves is removed.

        To check a submission without starting a job, use `POST /api/v1/jobs/validate`. The query parameter `validate_only=true` on this path does the same,
        with status `200`, for clients that were written before that operation existed.
        """
    )
    {
        Fields = [.. UploadFields, Field.IdempotencyKey],
        Body = new(Examples.Json, SubmissionBody.Example, SubmissionRules) { Streamed = Lines },
        Answers =
        [
            new(202, "The job is stored durably and will run.", Content.Json(Accepted))
            {
                Headers =
                [
                    new("Location", "Path of the job.", "/api/v1/jobs/123"),
                    HeaderText.RetryAfter with
                    {
                        Description = "Seconds in which a small job is likely to end.",
                        Example = "1",
                    },
                    HeaderText.Replayed,
                ],
            },
        ],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.InvalidIdempotencyKey,
            Problem.InvalidBody(new FieldProblem("/visits/0/store_id", "is missing")),
            .. Examples.Transfer,
            Problem.IdempotencyKeyConflict,
            Problem.QuotaExceeded(Examples.QuotaDetail),
            Examples.InternalError,
            Problem.TooManyBodies,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation Validate = new(
        "validateJob",
        Tags.Jobs,
        "Validate a submission",
        """
        Returns what would happen if the same body were submitted with `POST /api/v1/jobs`, without starting a job. A body with invalid fields returns `200`
        with `valid: false`. Host names are not resolved.
        """
    )
    {
        Fields = UploadFields,
        Body = new(Examples.Json, SubmissionBody.Example, SubmissionRules) { Streamed = Lines },
        Answers = [new(200, "The result of the validation.", Content.Json(Validation))],
        Problems = [Examples.UnknownParameter, .. Examples.Transfer, Examples.InternalError, Problem.TooManyBodies, Problem.Unavailable],
    };

    public static readonly Operation List = new(
        "listJobs",
        Tags.Jobs,
        "List jobs",
        """
        Returns jobs, newest first, each with its counts and the most frequent reason of its failures. `sort=ended` returns the jobs that have ended, the
        latest end first. `previous_page_token` leads back to the page before.
        """
    )
    {
        Fields =
        [
            Field.Choice("status", "Only jobs with this status.", ClosedLists.JobStatus),
            Field.Text("store", "Only jobs with a visit to this store.", "S00339218"),
            Field.Text("area", "Only jobs with a visit to a store of this area, according to the store master in force.", "700086"),
            Field.Time("submitted_from", "Only jobs submitted at or after this time. A date means the start of the day in UTC."),
            Field.Time("submitted_to", "Only jobs submitted before this time. A date includes the whole day in UTC."),
            Field.Text("label", "Only jobs with this label.", Examples.Label),
            Field.Entries(
                "metadata",
                "Only jobs whose metadata contains these pairs, each as `metadata[key]=value`.",
                JobMetadata.MaxPairs,
                Examples.Metadata
            ),
            Field.Time("ended_from", "Only jobs that ended at or after this time. A date means the start of the day in UTC."),
            Field.Time("ended_to", "Only jobs that ended before this time. A date includes the whole day in UTC."),
            Field.Choice(
                "reason",
                "Only jobs with an image whose latest result is a failure for this reason. With `host`: at that host.",
                ClosedLists.Reason
            ),
            Field.Text(
                "host",
                "Only jobs with a failed image of this host. Without a port, all ports of the host match, and with a colon only (`images.example:`), the port of the scheme.",
                "images.example"
            ),
            Field.Number("min_failed", "Only jobs with at least this number of failed images.", 0, int.MaxValue),
            Field.Text("q", "Only the job with this id, and jobs whose label begins with this text.", "123"),
            Field.Text("ids", $"Only the jobs with these ids: 1 to {JobIdSet.MaxIds} ids, separated by commas.", "123,124"),
            Field.Choice(
                "sort",
                "`submitted` (default): all jobs by id. `ended`: jobs that have ended, by the time of their end.",
                ClosedLists.JobOrder
            ),
            .. Field.Page,
        ],
        Answers = [new(200, "A page of jobs.", Content.Json(Jobs))],
        Problems = [Examples.WrongPageSize, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation Get = new(
        "getJob",
        Tags.Jobs,
        "Get a job",
        """
        Returns the status and figures of a job. At any time, `total = pending + running + measured + failed + cancelled`. An image that waits for a slot, for
        its host, or for its next attempt is `pending`, and `waiting` counts these images by what they wait for. `eta_seconds` is `null` while no image runs
        and all others wait.
        """
    )
    {
        Fields = [Field.JobId, Field.IfNoneMatch],
        Answers =
        [
            new(200, "The job.", Content.Json<JobResponse>(("ongoing", JobExamples.Ongoing), ("failed", JobExamples.Failed)))
            {
                Headers = [HeaderText.ETag],
            },
            Answer.NotModified,
        ],
        Problems = [Examples.UnknownParameter, Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
    };

    /// <summary>Describes a parameter that only uploads have.</summary>
    private static string Of(string parameter) => $"{parameter}. Only for uploads of lines; otherwise, it is a member of the body.";
}
