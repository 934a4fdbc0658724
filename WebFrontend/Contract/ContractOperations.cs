using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>The descriptions of the two contract routes.</summary>
internal static class ContractOperations
{
    private static readonly Answer Unavailable = Error(
        503,
        "The service is temporarily unavailable. Retry later.",
        ErrorResponse.Unavailable
    ) with
    {
        Headers = [HeaderText.RetryAfter],
    };

    public static readonly Operation Submit = new(
        "submit",
        Tags.Contract,
        "Submit a job",
        "`201` means that the job is stored durably. The path may end in a slash."
    )
    {
        Fields = [Field.IdempotencyKey],
        Body = new(
            Examples.Json,
            ContractSubmissionBody.Example,
            "Strict JSON in UTF-8, by default at most 32 MiB. An object must not contain a name twice."
        ),
        Answers =
        [
            new(201, "The id of the job.", Content.Json(new SubmitResponse(123)))
            {
                Headers = [new("Location", "Path of the job's status.", "/api/status?jobid=123"), HeaderText.Replayed],
            },
            new(
                400,
                "The body or the idempotency key is invalid.",
                Content.Json<ErrorResponse>(("body", ErrorResponse.InvalidRequest), ("key", ErrorResponse.InvalidKey))
            ),
            Error(408, "The body arrived too slowly.", ErrorResponse.TooSlow),
            Error(413, "The body is too large.", ErrorResponse.TooLarge),
            Error(
                415,
                "The body is not JSON in UTF-8, or has an unsupported Content-Encoding, which the error names.",
                ErrorResponse.WrongContentType
            ),
            new(
                429,
                "The API key has reached its rate limit, or the job exceeds the quota of its tenant.",
                Content.Json<ErrorResponse>(("rate", ErrorResponse.RateLimited), ("quota", new ErrorResponse(Examples.QuotaDetail)))
            )
            {
                Headers = [HeaderText.RetryAfter],
            },
            Error(422, "The idempotency key was used with a different body.", ErrorResponse.KeyConflict),
            Unavailable,
        ],
    };

    public static readonly Operation GetStatus = new(
        "getStatus",
        Tags.Contract,
        "Get the status of a job",
        "A failed job has one error for each store with a failed visit, in the order of their first visits."
    )
    {
        Fields = [Field.JobId with { In = Microsoft.OpenApi.ParameterLocation.Query, Name = "jobid" }],
        Answers =
        [
            new(
                200,
                "The status of the job. Its id is a string here.",
                Content.Json<StatusResponse>(
                    ("ongoing", new StatusResponse("ongoing", "123", null)),
                    ("completed", new StatusResponse("completed", "123", null)),
                    ("failed", new StatusResponse("failed", "123", [new("S00339218", "Download failed")]))
                )
            ),
            Error(400, "The job does not exist.", ErrorResponse.UnknownJob),
            Unavailable,
        ],
    };

    private static Answer Error(int status, string description, ErrorResponse error) => new(status, description, Content.Json(error));
}
