using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>Reading the failures of all jobs.</summary>
internal static class FailureOperations
{
    private const string Csv =
        """
        job_id,visit,image,store_id,store_name,area_code,visit_time,url,host,reason,attempts,finished_at
        123,0,1,S00339218,Juniper Corner Shop,700086,2026-05-04T09:30:00Z,https://images.example/shelf-left.jpg,images.example,http_404,1,2026-05-04T09:30:42.000Z

        """;

    private const string What = """
        Images of all jobs of the tenant whose latest result is a failure, newest first: also of jobs that run, and not those that are being retried. The fields
        narrow each other down.
        """;

    private const string Whole = """
        All failures in one answer, read while it is written: one that is retried meanwhile may be in it or not, but none is in it twice. A response that cannot be
        finished is aborted, never cut short in silence.
        """;

    private static readonly FailureResponse Failure = new(
        123, 0, 1, "S00339218", "Juniper Corner Shop", "700086", "2026-05-04T09:30:00Z", "https://images.example/shelf-left.jpg", "images.example", "http_404", 1, Examples.Ended);

    private static readonly Field[] Fields =
    [
        Field.Text("store", "Only images of this store.", "S00339218"),
        Field.Text("area", "Only images of stores of this area, as the store master in force has it.", "700086"),
        Field.Choice("reason", "Only images that failed for this reason.", NamedChoice.Reason),
        Field.Text("host", "Only images of this host; without a port, of all its ports.", "images.example"),
        Field.Time("failed_from", "Only failures then or later: a date, which begins in UTC, or a time such as `2026-05-04T09:30:00Z`."),
        Field.Time("failed_to", "Only failures before that time, or by the end of that date."),
    ];

    private static readonly Problem[] Problems = [Examples.Query("failed_to", "must be after failed_from"), Examples.InternalError, Problem.Unavailable];

    public static readonly Operation[] All =
    [
        new("GET", "/api/v1/failures", "listFailures", Tags.Images, "Which images failed, and why", $"{What}\nA page may be short, or empty, and still not be the last.")
        {
            Fields = [.. Fields, .. Field.Page],
            Answers = [new(200, "A page of failures.", Content.Json(new FailureListResponse([Failure], null)))],
            Problems = Problems,
        },
        new("GET", "/api/v1/failures.csv", "exportFailuresAsCsv", Tags.Images, "Which images failed, and why, as CSV", $"{What}\n{Whole}\nCells that a spreadsheet would take for a formula begin with `'`.")
        {
            Fields = Fields,
            Answers = [new(200, "The failures, with a header.", new Content(Representations.Csv, typeof(string), ("example", Csv))) { Headers = [Disposition("csv")] }],
            Problems = Problems,
        },
        new("GET", "/api/v1/failures.ndjson", "exportFailuresAsNdjson", Tags.Images, "Which images failed, and why, as NDJSON", $"{What}\n{Whole}")
        {
            Fields = Fields,
            Answers =
            [
                new(200, "The failures, one object of `/api/v1/failures` on each line.", new Content(Representations.Ndjson, typeof(string), ("example", Line))) { Headers = [Disposition("ndjson")] },
            ],
            Problems = Problems,
        },
    ];

    private const string Line =
        """
        {"job_id":123,"visit":0,"image":1,"store_id":"S00339218","store_name":"Juniper Corner Shop","area_code":"700086","visit_time":"2026-05-04T09:30:00Z","url":"https://images.example/shelf-left.jpg","host":"images.example","reason":"http_404","attempts":1,"finished_at":"2026-05-04T09:30:42Z"}

        """;

    private static HeaderText Disposition(string extension) =>
        new("Content-Disposition", "What a browser is to call the file.", $"attachment; filename=\"failures.{extension}\"");
}
