using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>The two routes that came before API v1, and the visits.</summary>
internal static class ContractOperations
{
    private static readonly Answer Unavailable = Error(503, "The cluster or its storage does not answer now; ask again.", ErrorResponse.Unavailable) with { Headers = [HeaderText.RetryAfter] };

    private const string Csv =
        """
        store_id,store_name,area,date,perimeter,job_id,visit,image
        S00339218,Juniper Corner Shop,700086,2026-05-04,2400,123,0,0

        """;

    public static readonly Operation[] All =
    [
        new("POST", "/api/submit", "submit", Tags.Contract, "Submit a job", "`201` means that the job is on disk. The path may end in a slash.")
        {
            Fields = [Field.IdempotencyKey],
            Body = new(Examples.Json, Examples.Submission, "Strict JSON in UTF-8, by default at most 32 MiB; of every object each name once."),
            Answers =
            [
                new(201, "The job's id.", Content.Json(new SubmitResponse(123)))
                {
                    Headers = [new("Location", "Where its status is.", "/api/status?jobid=123"), HeaderText.Replayed],
                },
                new(400, "The body is wrong, or the key is none.", Content.Json<ErrorResponse>(("body", ErrorResponse.InvalidRequest), ("key", ErrorResponse.InvalidKey))),
                Error(408, "The body arrived too slowly.", ErrorResponse.TooSlow),
                Error(413, "The body is too large.", ErrorResponse.TooLarge),
                Error(415, "The body is no JSON in UTF-8, or has a Content-Encoding that is not supported; the error names it.", ErrorResponse.WrongContentType),
                new(
                    429,
                    "The API key has made as many requests as it may, or the job does not fit into its tenant's quota.",
                    Content.Json<ErrorResponse>(("rate", ErrorResponse.RateLimited), ("quota", new ErrorResponse(Examples.QuotaDetail))))
                {
                    Headers = [HeaderText.RetryAfter],
                },
                Error(422, "The key was used with another body.", ErrorResponse.KeyConflict),
                Unavailable,
            ],
        },
        new("GET", "/api/status", "getStatus", Tags.Contract, "How a job stands", "The errors of a failed job: one for each failing store, in order of first appearance.")
        {
            Fields = [Field.JobIdOfQuery],
            Answers =
            [
                new(
                    200,
                    "How the job stands. Here its id is a string.",
                    Content.Json<StatusResponse>(
                        ("ongoing", new StatusResponse("ongoing", "123", null)),
                        ("completed", new StatusResponse("completed", "123", null)),
                        ("failed", new StatusResponse("failed", "123", [new("S00339218", "Download failed")])))),
                Error(400, "There is no such job.", ErrorResponse.UnknownJob),
                Unavailable,
            ],
        },
        new("GET", "/api/visits", "listMeasurements", Tags.Contract, "Measured images of stores", """
            Of whatever job, by store and then by date. The fields narrow each other down; one without a value is as good as none. Stores that are named, by
            `storeid` or `area`, are there even without images. Streamed: what cannot be finished is broken off, and the JSON is not whole. With `Accept: text/csv`
            each image is a row, with the number of its job, visit and image.
            """)
        {
            Fields =
            [
                Field.Text("area", "Only stores of this area.", "700086", least: 0), Field.Text("storeid", "Only this store.", "S00339218", least: 0),
                Field.Time("startdate", "Only visits then or later: a date or a time."), Field.Time("enddate", "Only visits until then: a date, which is included whole, or a time."),
            ],
            Headers = [new("Vary", "The answer goes with `Accept`.", "Accept", Always: false)],
            Answers =
            [
                new(
                    200,
                    "The images.",
                    Content.Json(new VisitsBody([new("S00339218", "700086", "Juniper Corner Shop", [new("2026-05-04", 2400)])])),
                    new("text/csv", typeof(string), ("example", Csv)))
                {
                    Headers = [new("Content-Disposition", "Of CSV: what a browser is to call the file.", "attachment; filename=\"visits.csv\"", Always: false)],
                },
                Error(400, "A field is wrong, or the store or area unknown.", new ErrorResponse("Store not found")),
                Unavailable,
            ],
        },
    ];

    private static Answer Error(int status, string description, ErrorResponse error) => new(status, description, Content.Json(error));
}
