using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>The descriptions of operations that read the failures of all jobs.</summary>
internal static class FailureOperations
{
    private const string CsvExample = """
        job_id,visit,image,store_id,store_name,area_code,visit_time,url,host,reason,attempts,finished_at,job_label,reference,visit_reference
        123,0,1,S00339218,Juniper Corner Shop,700086,2026-05-04T09:30:00Z,https://images.example/shelf-left.jpg,images.example,http_404,1,2026-05-04T09:30:42.000Z,Week 19,photo-18,visit-7

        """;

    private const string LineExample = """
        {"job_id":123,"visit":0,"image":1,"store_id":"S00339218","store_name":"Juniper Corner Shop","area_code":"700086","visit_time":"2026-05-04T09:30:00Z","url":"https://images.example/shelf-left.jpg","host":"images.example","reason":"http_404","attempts":1,"finished_at":"2026-05-04T09:30:42Z","job_label":"Week 19","reference":"photo-18","visit_reference":"visit-7"}

        """;

    private const string What = """
        Returns the images of all jobs of the tenant whose latest result is a failure, newest first. Images of running jobs are included; images that are
        being retried are not. All given parameters must match.
        """;

    private const string Whole = """
        The response contains all failures, which are read while it is written. An image that is retried in the meantime may be missing, but none appears
        twice. If an export cannot be completed, the connection is aborted.
        """;

    private static readonly FailureResponse Failure = new(
        123,
        0,
        1,
        "S00339218",
        "Juniper Corner Shop",
        "700086",
        "2026-05-04T09:30:00Z",
        "https://images.example/shelf-left.jpg",
        "images.example",
        "http_404",
        1,
        Examples.Ended,
        "Week 19",
        "photo-18",
        "visit-7"
    );

    private static readonly Field[] Filters =
    [
        Field.Text("store", "Only images of this store.", "S00339218"),
        Field.Text("area", "Only images of stores of this area, according to the store master in force.", "700086"),
        Field.Choice("reason", "Only images that failed for this reason.", ClosedLists.Reason),
        Field.Text(
            "host",
            "Only images of this host. Without a port, all ports of the host, and with a colon only (`images.example:`), the port of the scheme.",
            "images.example"
        ),
        Field.Time("failed_from", "Only failures at or after this time. A date means the start of the day in UTC."),
        Field.Time("failed_to", "Only failures before this time. A date includes the whole day in UTC."),
        Field.Text("reference", "Only images with this reference.", "photo-18", maxLength: JobSubmission.MaxReferenceLength),
        Field.Text("visit_reference", "Only images of visits with this reference.", "visit-7", maxLength: JobSubmission.MaxReferenceLength),
    ];

    private static readonly Problem[] Problems =
    [
        Examples.Query("failed_to", "must be after failed_from"),
        Examples.InternalError,
        Problem.Unavailable,
    ];

    public static readonly Operation List = new(
        "listFailures",
        Tags.Images,
        "List failed images of all jobs",
        $"""
        {What}
        A page may be short or empty before the last page.

        With `Accept: text/csv` or `Accept: application/x-ndjson`, this path returns the same as `failures.csv` or `failures.ndjson`.
        """
    )
    {
        Fields = [.. Filters, .. Field.Page],
        Headers = [HeaderText.VaryByAccept],
        Answers = [new(200, "A page of failures.", Content.Json(new FailureListResponse([Failure], null)))],
        Problems = [.. Problems, Problem.NotAcceptable(Representations.Offered)],
    };

    public static readonly Operation ExportCsv = Export(
        "csv",
        "exportFailuresAsCsv",
        "Export failed images of all jobs as CSV",
        "A cell that a spreadsheet would treat as a formula begins with `'`.",
        "The failures, with a header row.",
        new(Representations.Csv, typeof(string), ("example", CsvExample)),
        Field.Spreadsheet
    );

    public static readonly Operation ExportNdjson = Export(
        "ndjson",
        "exportFailuresAsNdjson",
        "Export failed images of all jobs as NDJSON",
        "Each line is one JSON object with the schema `FailureResponse`.",
        "The failures, one JSON object per line.",
        new(Representations.Ndjson, typeof(string), ("example", LineExample))
    );

    private static Operation Export(
        string extension,
        string id,
        string summary,
        string form,
        string answer,
        Content content,
        params Field[] further
    ) =>
        new(id, Tags.Images, summary, $"{What}\n{Whole}\n{form}")
        {
            Fields = [.. Filters, .. further],
            Answers = [new(200, answer, content) { Headers = [HeaderText.Disposition($"failures.{extension}")] }],
            Problems = Problems,
        };
}
