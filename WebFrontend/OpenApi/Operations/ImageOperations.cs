using RetailPulse.Web.V1;
using RetailPulse.Web.V1.Jobs;

namespace RetailPulse.Web.OpenApi.Operations;

/// <summary>Reading what became of images.</summary>
internal static class ImageOperations
{
    private const string Csv =
        """
        visit,image,store_id,visit_time,url,status,reason,format,width,height,perimeter,bytes,attempts,earlier_failures,elapsed_ms,finished_at,content_hash,job_id,store_name,area_code
        0,0,S00339218,2026-05-04T09:30:00Z,https://images.example/shelf-front.jpg,measured,,jpeg,1280,960,4480,371204,2,timeout,312,2026-05-04T09:30:42.000Z,5d7b0a2f9c1e4863b0d2f4a6c8e0f1a3,123,Juniper Corner Shop,700086

        """;

    private static readonly HeaderText Disposition =
        new("Content-Disposition", "Of the whole in one file: what a browser is to call it.", "attachment; filename=\"job-123.csv\"", Always: false);

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
            In order of their visits and numbers. As JSON in pages; with `Accept: text/csv` or `application/x-ndjson` all of them in one answer, as they were at
            one instant, also while the job runs; then there are no pages. What cannot be finished is broken off, never cut short in silence. In CSV, cells that
            a spreadsheet would take for a formula begin with `'`.

            Each image has one of the statuses that the job's counts have. An image that waits is `pending`, and its `progress` says what it waits for, how often it
            was tried, why the last attempt failed, and when the next one can begin. A page of `pending` or `running` images may be short, or empty, and still not be
            the last. An export reads results as they were at one instant; which of the other images run is looked up while it is written.
            """)
        {
            Fields =
            [
                Field.JobId, Field.Choice("status", "Only images of this status.", JobNames.ImageStatuses.Keys),
                Field.Choice("reason", "Only images that failed for this reason.", JobNames.Reasons.Keys),
                Field.Number("visit", "Only images of the visit of this number.", 0, int.MaxValue),
                .. Field.Page,
            ],
            Headers = [new("Vary", "The answer goes with `Accept`.", "Accept", Always: false)],
            Answers =
            [
                new(
                    200,
                    "A page of images; or all of them, as CSV with a header, or as NDJSON with one object on each line.",
                    Content.Json(new JobImagesResponse([Examples.Measured, Examples.Gone, Examples.Waiting], "KxQ2rT8bH1oAAAAAAAAAAg")),
                    new("text/csv", typeof(string), ("example", Csv)),
                    new("application/x-ndjson", typeof(ImageResponse), ("line", Examples.Measured)))
                {
                    Headers = [Disposition],
                },
            ],
            Problems =
            [
                Examples.Query("reason", "goes with status=failed only"), Problem.JobNotFound, Problem.NotAcceptable(Representations.Offered), Examples.InternalError,
                Problem.Unavailable,
            ],
        },
    ];
}
