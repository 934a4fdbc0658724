using System.Text.Json;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Reading what became of images.</summary>
internal static class ImageOperations
{
    private const string Csv =
        """
        visit,image,store_id,visit_time,url,status,reason,format,width,height,perimeter,bytes,attempts,earlier_failures,elapsed_ms,finished_at,content_hash,job_id,store_name,area_code
        0,0,S00339218,2026-05-04T09:30:00Z,https://images.example/shelf-front.jpg,measured,,jpeg,1280,960,4480,371204,2,timeout,312,2026-05-04T09:30:42.000Z,5d7b0a2f9c1e4863b0d2f4a6c8e0f1a3,123,Juniper Corner Shop,700086

        """;

    private static readonly string Line = $"{JsonSerializer.Serialize(Examples.Measured, JobsJson.Bodies.ImageResponse)}\n";

    private static readonly Field[] Filters =
    [
        Field.Choice("status", "Only images of this status.", NamedChoice.ImageStatus),
        Field.Choice("reason", "Only images that failed for this reason.", NamedChoice.Reason),
        Field.Number("visit", "Only images of the visit of this number.", 0, int.MaxValue),
    ];

    private static HeaderText Disposition(string extension) =>
        new("Content-Disposition", "File name for a browser.", $"attachment; filename=\"job-123.{extension}\"");

    public static readonly Operation[] All =
    [
        new("GET", "/api/v1/jobs/{id}/repeated-photos", "listRepeatedPhotos", Tags.Images, "Images whose bytes were seen before", """
            In another visit or job of the same tenant: likely photographs that were used again. Reported, never an error. Also of a job that runs, though
            photos count as seen only once their own job has ended. A page may be short, or empty, and still not be the last.
            """)
        {
            Fields = [Field.JobId, .. Field.Page],
            Answers = [new(200, "A page of them.", Content.Json(new RepeatedPhotosPageResponse([Examples.Repeated], null)))],
            Problems = [Examples.Query("page_size", "must be a whole number from 1 to 1000"), Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
        },
        new("GET", "/api/v1/jobs/{id}/images", "listImages", Tags.Images, "The images of a job, each with its latest result", """
            In order of their visits and numbers, in pages. Each image has one of the statuses that the job's counts have. An image that waits is `pending`, and its
            `progress` says what it waits for, how often it was tried, why the last attempt failed, and when the next one can begin. A page of `pending`, `running` or
            `cancelled` images may be short, or empty, and still not be the last.

            All images in one response have paths of their own, `images.csv` and `images.ndjson`. This path returns the same when it is asked with `Accept: text/csv` or
            `Accept: application/x-ndjson`.
            """)
        {
            Fields = [Field.JobId, .. Filters, .. Field.Page],
            Headers = [new("Vary", "The response depends on `Accept`.", "Accept", Always: false)],
            Answers = [new(200, "A page of images.", Content.Json(new JobImagesResponse([Examples.Measured, Examples.Gone, Examples.Waiting], "KxQ2rT8bH1oAAAAAAAAAAg")))],
            Problems =
            [
                Examples.Query("reason", "goes with status=failed only"), Problem.JobNotFound, Problem.NotAcceptable(Representations.Offered), Examples.InternalError,
                Problem.Unavailable,
            ],
        },
        Export("csv", "exportImagesAsCsv", "All images of a job as CSV", "RFC 4180 in UTF-8, with a header. Cells that a spreadsheet would take for a formula begin with `'`.", new("text/csv", typeof(string), ("example", Csv))),
        Export("ndjson", "exportImagesAsNdjson", "All images of a job as NDJSON", "One JSON object on each line, with the schema `ImageResponse`.", new("application/x-ndjson", typeof(string), ("example", Line))),
    ];

    private static Operation Export(string extension, string id, string summary, string form, Content content) =>
        new("GET", $"/api/v1/jobs/{{id}}/images.{extension}", id, Tags.Images, summary, $"""
            {form} In order of their visits and numbers, as they were at one instant, also while the job runs; which of the images without a result run is looked up
            while the response is written. An export that cannot be finished is aborted, never cut short in silence.
            """)
        {
            Fields = [Field.JobId, .. Filters],
            Answers = [new(200, "All images, streamed.", content) { Headers = [Disposition(extension)] }],
            Problems = [Examples.Query("reason", "goes with status=failed only"), Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
        };
}
