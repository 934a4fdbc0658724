using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The descriptions of operations that read images.</summary>
internal static class ImageOperations
{
    private const string CsvExample = """
        visit,image,store_id,visit_time,url,status,reason,format,width,height,perimeter,bytes,attempts,earlier_failures,elapsed_ms,finished_at,content_hash,job_id,store_name,area_code
        0,0,S00339218,2026-05-04T09:30:00Z,https://images.example/shelf-front.jpg,measured,,jpeg,1280,960,4480,371204,2,timeout,312,2026-05-04T09:30:42.000Z,5d7b0a2f9c1e4863b0d2f4a6c8e0f1a3,123,Juniper Corner Shop,700086

        """;

    private static readonly string LineExample = $"{JsonSerializer.Serialize(JobExamples.Measured, JobsJson.Bodies.ImageResponse)}\n";

    private static readonly Field[] Filters =
    [
        Field.Choice("status", "Only images with this status.", ClosedLists.ImageStatus),
        Field.Choice("reason", "Only images that failed for this reason.", ClosedLists.Reason),
        Field.Text(
            "host",
            "Only images of this host. Without a port, all ports of the host, and with a colon only (`images.example:`), the port of the scheme.",
            "images.example"
        ),
        Field.Number("visit", "Only images of the visit with this number.", 0, int.MaxValue),
        Field.Text("reference", "Only images with this reference.", "photo-18", maxLength: JobSubmission.MaxReferenceLength),
        Field.Text("visit_reference", "Only images of visits with this reference.", "visit-7", maxLength: JobSubmission.MaxReferenceLength),
    ];

    public static readonly Operation List = new(
        "listImages",
        Tags.Images,
        "List the images of a job",
        """
        Returns the images with their latest results, ordered by visit and image number. The statuses are those that the counts of the job have. The
        `progress` of a `pending` image that has begun says what it waits for, how often it was tried, why the last attempt failed, and when the next one can
        begin. A page of `pending`, `running`, or `cancelled` images, or of one host, may be short or
        empty before the last page.

        To get all images in one response, use `images.csv` or `images.ndjson`. With `Accept: text/csv` or `Accept: application/x-ndjson`, this path returns
        the same.
        """
    )
    {
        Fields =
        [
            Field.JobId,
            .. Filters,
            Field.Number("from_visit", "Start the first page at the visit with this number.", 0, int.MaxValue),
            Field.Number(
                "from_image",
                "Start the first page at the image with this number of the visit `from_visit` or `visit`, or at the next image if the visit has fewer.",
                0,
                int.MaxValue
            ),
            .. Field.Page,
        ],
        Headers = [HeaderText.VaryByAccept],
        Answers =
        [
            new(
                200,
                "A page of images.",
                Content.Json(new JobImagesResponse([JobExamples.Measured, JobExamples.Gone, JobExamples.Waiting], "KxQ2rT8bH1oAAAAAAAAAAg"))
            ),
        ],
        Problems =
        [
            WrongReason,
            Problem.JobNotFound,
            Problem.NotAcceptable(Representations.Offered),
            Examples.InternalError,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation ListAttempts = new(
        "listAttempts",
        Tags.Images,
        "List the attempts at an image",
        """
        Returns every recorded attempt at one image, of the original submission and of all retries, in the order in which they were made: why it failed, when
        it ended, how long it took, and which server made it. Attempts are recorded when the image gets a result. The `progress` of an image without one
        counts them.
        """
    )
    {
        Fields =
        [
            Field.JobId,
            Field.PathNumber("visit", "Number of the visit within the job."),
            Field.PathNumber("image", "Number of the image within the visit."),
        ],
        Answers =
        [
            new(
                200,
                "The attempts.",
                Content.Json(
                    new AttemptsResponse([
                        new(0, 1, "timeout", Examples.Submitted.AddSeconds(31), 30_000, "10.0.0.5:11111"),
                        new(0, 2, null, Examples.Ended, 312, "10.0.0.5:11111"),
                    ])
                )
            ),
        ],
        Problems = [Examples.UnknownParameter, Problem.JobNotFound, Problem.ImageNotFound, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation GetThumbnail = new(
        "getThumbnail",
        Tags.Images,
        "Get a thumbnail of an image",
        """
        Returns a reduced copy of a measured image as JPEG, with the rotation that the camera recorded and without its metadata. An image that is smaller is
        not enlarged.

        The service downloads the image again for the first request, under the same rules as for its measurement, and then keeps the thumbnail. Only JPEG and
        PNG of at most 25 megapixels and 15 MB have thumbnails. The `detail` of `no_thumbnail` says why there is none. A client that accepts `image/svg+xml`,
        as the image elements of browsers do, receives a picture with this text instead, with the status 200.
        """
    )
    {
        Fields =
        [
            Field.JobId,
            Field.PathNumber("visit", "Number of the visit within the job."),
            Field.PathNumber("image", "Number of the image within the visit."),
            Field.Number("size", "Maximum width and height in pixels: `160`, `320`, or `960`.", 160, 960, ThumbnailEndpoint.DefaultSize),
            Field.IfNoneMatch,
        ],
        Headers = [HeaderText.VaryByAccept],
        Answers =
        [
            new(200, "The thumbnail.", Content.Binary("image/jpeg")) { Headers = [HeaderText.ETag with { Always = false }] },
            Answer.NotModified,
        ],
        Problems =
        [
            Examples.Query("size", "must be 160, 320, or 960"),
            Problem.JobNotFound,
            Problem.ImageNotFound,
            Problem.NoThumbnail("Only JPEG and PNG can be shown. This is webp."),
            Examples.InternalError,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation ExportCsv = Export(
        "csv",
        "exportImagesAsCsv",
        "Export the images of a job as CSV",
        "Returns all images as CSV (RFC 4180) in UTF-8, with a header row. A cell that a spreadsheet would treat as a formula begins with `'`.",
        new("text/csv", typeof(string), ("example", CsvExample)),
        Field.Spreadsheet
    );

    public static readonly Operation ExportNdjson = Export(
        "ndjson",
        "exportImagesAsNdjson",
        "Export the images of a job as NDJSON",
        "Returns all images, one JSON object per line, each with the schema `ImageResponse`.",
        new("application/x-ndjson", typeof(string), ("example", LineExample))
    );

    public static readonly Operation ListRepeatedPhotos = new(
        "listRepeatedPhotos",
        Tags.Images,
        "List the repeated photos of a job",
        """
        Returns images with the same bytes as an image of another visit or job of the same tenant, which are probably photos that were used again. They are
        never an error. The job may still run, but an image of another job counts only after that job has ended. A page may be short or empty before the last
        page.
        """
    )
    {
        Fields = [Field.JobId, .. Field.Page],
        Answers = [new(200, "A page of repeated photos.", Content.Json(new RepeatedPhotosPageResponse([JobExamples.Repeated], null)))],
        Problems = [Examples.WrongPageSize, Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
    };

    private static Problem WrongReason => Examples.Query("reason", "requires status=failed");

    private static Operation Export(string extension, string id, string summary, string form, Content content, params Field[] more) =>
        new(
            id,
            Tags.Images,
            summary,
            $"""
            {form} The images are ordered by visit and image number. An export of a running job shows its results as of one moment; which of the other images are
            running is looked up while the response is written. If an export cannot be completed, the connection is aborted.
            """
        )
        {
            Fields = [Field.JobId, .. Filters, .. more],
            Answers = [new(200, "All images, streamed.", content) { Headers = [HeaderText.Disposition($"job-123.{extension}")] }],
            Problems = [WrongReason, Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
        };
}
