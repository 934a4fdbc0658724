namespace RetailPulse.Client;

/// <summary>Images of all jobs.</summary>
public sealed class PhotosClient
{
    private readonly ApiCalls calls;

    internal PhotosClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Returns the images that have a result, those of the newest visits first, and reads them page by page.</summary>
    public IAsyncEnumerable<Photo> ListAsync(PhotoQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<Photo, PhotoPage>(
            "api/v1/photos".With(
                ("store", query?.Store),
                ("area", query?.Area),
                ("from", Paths.Text(query?.From)),
                ("to", Paths.Text(query?.To)),
                ("is", query?.Is is { Count: > 0 } kinds ? string.Join(',', kinds) : null),
                ("page_size", Paths.Text(query?.PageSize))
            ),
            ClientJson.Default.PhotoPage,
            cancellationToken
        );
}
