using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.WebFrontend.V1.Operations;

/// <summary>The descriptions of operations that change all jobs that match a filter.</summary>
internal static class BulkOperations
{
    private const string Rules = """
        The filters are parameters of the query. A body with any member is refused. Without a filter, all jobs of the tenant match. Jobs that are submitted later do not. The response has the path of an operation, which shows the
        progress and the result, continues after a restart of the service, and is kept for 30 days. If more than 1,000 operations of all tenants have
        ended, older ones are kept for 25 hours.

        If you repeat this request, send the same `Idempotency-Key`: the repetition returns the same operation. To only count the jobs and images, use the
        path with `/validate`. The query parameter `validate_only=true` on this path does the same, with status `200`.
        """;

    private static readonly JobOperationResponse Ongoing = new(
        7,
        "retry",
        "ongoing",
        Examples.Submitted,
        null,
        new(120, 50, 49),
        new(3_400, 1_215),
        new("/api/v1/operations/7")
    );

    private static readonly JobOperationResponse Completed = Ongoing with
    {
        Status = "completed",
        EndedAt = Examples.Ended,
        Jobs = new(120, 120, 118),
        Images = new(3_400, 3_312),
    };

    /// <summary>Parameters of the list that select no jobs.</summary>
    private static readonly string[] OfPages = ["sort", "page_size", "page_token"];

    private static readonly Field[] Filters = [.. JobOperations.List.Fields.Where(field => !OfPages.Contains(field.Name))];

    private static readonly Problem BodyWithFilter = Problem.InvalidBody(new FieldProblem("/label", JobOperationEndpoint.BodyRule));

    public static readonly Operation Cancel = Start(
        "cancelJobs",
        "Cancel matching jobs",
        $"Cancels all ongoing jobs that match the filters, like `POST /api/v1/jobs/{{id}}/cancel`.\n\n{Rules}"
    );

    public static readonly Operation Retry = Start(
        "retryJobs",
        "Retry matching jobs",
        $$"""
        Retries failed images of all failed jobs that match the filters, like `POST /api/v1/jobs/{id}/retry`. With `reason` or `host`, only the images that
        failed for this reason or at this host are retried.

        {{Rules}}
        """
    );

    public static readonly Operation ValidateCancel = Count(
        "countJobsToCancel",
        "Count the jobs to cancel",
        "Returns how many jobs, and how many of their unfinished images, `POST /api/v1/jobs/cancel` would cancel with the same filters now."
    );

    public static readonly Operation ValidateRetry = Count(
        "countJobsToRetry",
        "Count the jobs to retry",
        "Returns how many jobs, and how many of their failed images, `POST /api/v1/jobs/retry` would retry with the same filters now."
    );

    public static readonly Operation Get = new(
        "getOperation",
        Tags.Jobs,
        "Get an operation",
        "Returns the progress of an operation, and its result after its end."
    )
    {
        Fields = [Field.PathText("id", "Id of the operation.", "7")],
        Answers = [new(200, "The operation.", Content.Json<JobOperationResponse>(("ongoing", Ongoing), ("completed", Completed)))],
        Problems = [Examples.UnknownParameter, Problem.OperationNotFound, Examples.InternalError, Problem.Unavailable],
    };

    private static Operation Start(string id, string summary, string description) =>
        new(id, Tags.Jobs, summary, description)
        {
            Fields = [.. Filters, Field.ChangeKey],
            Answers =
            [
                new(202, "The operation is stored durably and will run.", Content.Json(Ongoing))
                {
                    Headers =
                    [
                        new("Location", "Path of the operation.", "/api/v1/operations/7"),
                        HeaderText.RetryAfter with
                        {
                            Description = "Seconds in which an operation on few jobs is likely to end.",
                            Example = "1",
                        },
                        HeaderText.Replayed,
                    ],
                },
            ],
            Problems =
            [
                Examples.UnknownParameter,
                BodyWithFilter,
                Problem.InvalidIdempotencyKey,
                .. Examples.Transfer,
                Problem.IdempotencyKeyConflict,
                Examples.InternalError,
                Problem.Unavailable,
            ],
        };

    private static Operation Count(string id, string summary, string description) =>
        new(id, Tags.Jobs, summary, description)
        {
            Fields = Filters,
            Answers = [new(200, "The number of jobs and images.", Content.Json(new JobSelectionResponse(120, 3_400)))],
            Problems = [Examples.UnknownParameter, BodyWithFilter, .. Examples.Transfer, Examples.InternalError, Problem.Unavailable],
        };
}
