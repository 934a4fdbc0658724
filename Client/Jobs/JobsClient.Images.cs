
namespace RetailPulse.Client;

/// <summary>The images of jobs.</summary>
public sealed partial class JobsClient
{
    /// <summary>A job's images in order, page by page.</summary>
    public IAsyncEnumerable<JobImage> ListImagesAsync(long id, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<JobImage, ImagePage>(
            Filter(Paths.Job(id, "/images"), query).With(("page_size", Paths.Text(query?.PageSize))), ClientJson.Default.ImagePage, cancellationToken);

    /// <summary>All images of a job in order, as they are at one instant, streamed: of a job of any size only a few are in memory.</summary>
    /// <exception cref="RetailPulseException">The export broke off; begin again.</exception>
    public IAsyncEnumerable<JobImage> ExportImagesAsync(long id, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ReadRowsAsync(Export(id, query, "/images.ndjson"), ClientJson.Default.JobImage, cancellationToken);

    /// <summary>The same as CSV (RFC 4180, UTF-8), with a header.</summary>
    /// <exception cref="RetailPulseException">The export broke off; what was written is not whole.</exception>
    public Task ExportCsvAsync(long id, Stream destination, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.CopyAsync(Export(id, query, "/images.csv"), destination, cancellationToken);

    /// <summary>A job's images whose bytes were seen before, in order, also while it runs.</summary>
    public IAsyncEnumerable<RepeatedPhoto> ListRepeatedPhotosAsync(long id, CancellationToken cancellationToken = default) =>
        calls.ListAsync<RepeatedPhoto, RepeatedPhotoPage>(Paths.Job(id, "/repeated-photos"), ClientJson.Default.RepeatedPhotoPage, cancellationToken);

    private static Func<HttpRequestMessage> Export(long id, ImageQuery? query, string rest) =>
        () => new HttpRequestMessage(HttpMethod.Get, Filter(Paths.Job(id, rest), query));

    private static string Filter(string path, ImageQuery? query) =>
        path.With(("status", query?.Status), ("reason", query?.Reason), ("visit", Paths.Text(query?.Visit)));
}
