using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RetailPulse.Client.Calls;

namespace RetailPulse.Client;

/// <summary>The images of jobs.</summary>
public sealed partial class JobsClient
{
    /// <summary>A job's images in order, page by page.</summary>
    public IAsyncEnumerable<JobImage> ListImagesAsync(long id, ImageQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<JobImage, ImagePage>(Images(id, query, paged: true), ClientJson.Default.ImagePage, cancellationToken);

    /// <summary>All images of a job in order, as they are at one instant, streamed: of a job of any size only a few are in memory.</summary>
    /// <exception cref="IOException">The export broke off; begin anew.</exception>
    public async IAsyncEnumerable<JobImage> ExportImagesAsync(long id, ImageQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await OpenExportAsync(id, query, "application/x-ndjson", cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var images = JsonSerializer.DeserializeAsyncEnumerable(body, ClientJson.Default.JobImage, topLevelValues: true, cancellationToken);
        await foreach (var image in images.ConfigureAwait(false)) yield return image!;
    }

    /// <summary>The same as CSV (RFC 4180, UTF-8), with a header.</summary>
    /// <exception cref="HttpRequestException">The export broke off; what was written is not whole.</exception>
    public async Task ExportCsvAsync(long id, Stream destination, ImageQuery? query = null, CancellationToken cancellationToken = default)
    {
        using var response = await OpenExportAsync(id, query, "text/csv", cancellationToken).ConfigureAwait(false);
        await response.Content.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A job's images whose bytes were seen before, in order, also while it runs.</summary>
    public IAsyncEnumerable<RepeatedPhoto> ListRepeatedPhotosAsync(long id, CancellationToken cancellationToken = default) =>
        calls.ListAsync<RepeatedPhoto, RepeatedPhotoPage>(Paths.Job(id, "/repeated-photos"), ClientJson.Default.RepeatedPhotoPage, cancellationToken);

    private Task<HttpResponseMessage> OpenExportAsync(long id, ImageQuery? query, string mediaType, CancellationToken cancellationToken) => calls.OpenAsync(
        () => new HttpRequestMessage(HttpMethod.Get, Images(id, query, paged: false)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(mediaType) } } },
        HttpCompletionOption.ResponseHeadersRead,
        cancellationToken);

    private static string Images(long id, ImageQuery? query, bool paged) => Paths.Job(id, "/images").With(
        ("status", query?.Status), ("reason", query?.Reason), ("visit", Paths.Text(query?.Visit)), ("page_size", paged ? Paths.Text(query?.PageSize) : null));
}
