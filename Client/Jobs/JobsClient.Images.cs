using System.Runtime.CompilerServices;
using System.Text.Json;
using RetailPulse.Client.Calls;

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
    public async IAsyncEnumerable<JobImage> ExportImagesAsync(long id, ImageQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await OpenExportAsync(id, query, "/images.ndjson", cancellationToken).ConfigureAwait(false);
        var body = await calls.StreamAsync(response, cancellationToken).ConfigureAwait(false);
        await using var images = JsonSerializer.DeserializeAsyncEnumerable(body, ClientJson.Default.JobImage, topLevelValues: true, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await TryMoveAsync(images).ConfigureAwait(false)) yield return images.Current!;
    }

    /// <summary>The same as CSV (RFC 4180, UTF-8), with a header.</summary>
    /// <exception cref="RetailPulseException">The export broke off; what was written is not whole.</exception>
    public async Task ExportCsvAsync(long id, Stream destination, ImageQuery? query = null, CancellationToken cancellationToken = default)
    {
        using var response = await OpenExportAsync(id, query, "/images.csv", cancellationToken).ConfigureAwait(false);
        var body = await calls.StreamAsync(response, cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A job's images whose bytes were seen before, in order, also while it runs.</summary>
    public IAsyncEnumerable<RepeatedPhoto> ListRepeatedPhotosAsync(long id, CancellationToken cancellationToken = default) =>
        calls.ListAsync<RepeatedPhoto, RepeatedPhotoPage>(Paths.Job(id, "/repeated-photos"), ClientJson.Default.RepeatedPhotoPage, cancellationToken);

    private Task<HttpResponseMessage> OpenExportAsync(long id, ImageQuery? query, string rest, CancellationToken cancellationToken) =>
        calls.OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, Filter(Paths.Job(id, rest), query)), cancellationToken);

    private static async Task<bool> TryMoveAsync(IAsyncEnumerator<JobImage?> images)
    {
        try
        {
            return await images.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new RetailPulseException("The export broke off, or is not what the API sends.", exception);
        }
    }

    private static string Filter(string path, ImageQuery? query) =>
        path.With(("status", query?.Status), ("reason", query?.Reason), ("visit", Paths.Text(query?.Visit)));
}
