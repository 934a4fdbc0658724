using System.Globalization;

namespace RetailPulse.Client;

/// <summary>The images of jobs.</summary>
public sealed partial class JobsClient
{
    /// <summary>Returns the images of a job in order, and reads them page by page.</summary>
    public IAsyncEnumerable<JobImage> ListImagesAsync(long id, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<JobImage, ImagePage>(
            Filter(Paths.Job(id, "/images"), query)
                .With(
                    ("from_visit", Paths.Text(query?.FromVisit)),
                    ("from_image", Paths.Text(query?.FromImage)),
                    ("page_size", Paths.Text(query?.PageSize))
                ),
            ClientJson.Default.ImagePage,
            cancellationToken
        );

    /// <summary>Streams all images of a job in order, as they are at one instant. Only a few are in memory at a time.</summary>
    /// <exception cref="RetailPulseException">The export was interrupted. Start it again.</exception>
    public IAsyncEnumerable<JobImage> ExportImagesAsync(long id, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ReadRowsAsync(Export(id, query, "/images.ndjson"), ClientJson.Default.JobImage, cancellationToken);

    /// <summary>Copies the same export as CSV (RFC 4180, UTF-8), with a header.</summary>
    /// <exception cref="RetailPulseException">The export was interrupted. What was written is incomplete.</exception>
    public Task ExportCsvAsync(long id, Stream destination, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.CopyAsync(Export(id, query, "/images.csv"), destination, cancellationToken);

    /// <summary>Copies the same export as NDJSON, with one image per line.</summary>
    /// <exception cref="RetailPulseException">The export was interrupted. What was written is incomplete.</exception>
    public Task ExportNdjsonAsync(long id, Stream destination, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.CopyAsync(Export(id, query, "/images.ndjson"), destination, cancellationToken);

    /// <summary>Returns the images of a job whose bytes occurred before, in order, also while it runs.</summary>
    public IAsyncEnumerable<RepeatedPhoto> ListRepeatedPhotosAsync(long id, CancellationToken cancellationToken = default) =>
        calls.ListAsync<RepeatedPhoto, RepeatedPhotoPage>(
            Paths.Job(id, "/repeated-photos"),
            ClientJson.Default.RepeatedPhotoPage,
            cancellationToken
        );

    /// <summary>Returns all recorded attempts at an image, of the submission and of all retries, in the order in which they were made.</summary>
    /// <param name="visit">Number of the visit within the job, from 0.</param>
    /// <param name="image">Number of the image within the visit, from 0.</param>
    /// <exception cref="RetailPulseException">The job has no such image, or the service did not respond.</exception>
    public async Task<IReadOnlyList<ImageAttempt>> ListAttemptsAsync(
        long id,
        int visit,
        int image,
        CancellationToken cancellationToken = default
    ) =>
        (
            await calls
                .GetAsync(
                    Paths.Job(id, string.Create(CultureInfo.InvariantCulture, $"/visits/{visit}/images/{image}/attempts")),
                    ClientJson.Default.ImageAttempts,
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Attempts;

    /// <summary>Copies a thumbnail of a measured image, as JPEG. The service downloads the image again if it keeps no thumbnail.</summary>
    /// <param name="visit">Number of the visit within the job, from 0.</param>
    /// <param name="image">Number of the image within the visit, from 0.</param>
    /// <param name="size">Maximum width and height in pixels: 160, 320, or 960.</param>
    /// <exception cref="RetailPulseException">
    /// The job has no such image, the image has no thumbnail (code <c>no_thumbnail</c>; the message says why), or the service did not
    /// respond.
    /// </exception>
    public Task CopyThumbnailAsync(
        long id,
        int visit,
        int image,
        Stream destination,
        int size = 320,
        CancellationToken cancellationToken = default
    ) =>
        calls.CopyAsync(
            () =>
                new HttpRequestMessage(
                    HttpMethod.Get,
                    Paths
                        .Job(id, string.Create(CultureInfo.InvariantCulture, $"/visits/{visit}/images/{image}/thumbnail"))
                        .With(("size", Paths.Text(size)))
                ),
            destination,
            cancellationToken
        );

    private static Func<HttpRequestMessage> Export(long id, ImageQuery? query, string rest) =>
        () => new HttpRequestMessage(HttpMethod.Get, Filter(Paths.Job(id, rest), query));

    private static string Filter(string path, ImageQuery? query) =>
        path.With(
            ("status", query?.Status),
            ("reason", query?.Reason),
            ("host", query?.Host),
            ("visit", Paths.Text(query?.Visit)),
            ("reference", query?.Reference),
            ("visit_reference", query?.VisitReference)
        );
}
