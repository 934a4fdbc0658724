using System.Net.Http.Headers;

namespace RetailPulse.Client;

/// <summary>Stores, the store master, and measurements of stores.</summary>
public sealed class StoresClient
{
    private const string Stores = "api/v1/stores";

    private readonly ApiCalls calls;

    internal StoresClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Returns stores in the order of their ids.</summary>
    /// <param name="area">Area code that must match exactly.</param>
    /// <param name="text">Part of the id or name, in upper or lower case.</param>
    /// <param name="pageSize">Number of entries per request, 1 to 1,000. Default: that of the service, 100.</param>
    public IAsyncEnumerable<Store> ListAsync(
        string? area = null,
        string? text = null,
        int? pageSize = null,
        CancellationToken cancellationToken = default
    ) =>
        calls.ListAsync<Store, StorePage>(
            Stores.With(("area", area), ("q", text), ("page_size", Paths.Text(pageSize))),
            ClientJson.Default.StorePage,
            cancellationToken
        );

    /// <summary>Returns the areas of the store master in the order of their codes, each with the number of its stores.</summary>
    /// <param name="pageSize">Number of entries per request, 1 to 1,000. Default: that of the service, 100.</param>
    public IAsyncEnumerable<Area> ListAreasAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<Area, AreaPage>(
            "api/v1/areas".With(("page_size", Paths.Text(pageSize))),
            ClientJson.Default.AreaPage,
            cancellationToken
        );

    /// <summary>Returns a store.</summary>
    /// <exception cref="RetailPulseException">The store master does not contain it, or the service did not respond.</exception>
    public Task<Store> GetAsync(string id, CancellationToken cancellationToken = default) =>
        calls.GetAsync(Paths.Store(id), ClientJson.Default.Store, cancellationToken);

    /// <summary>Returns the visits of a store in all jobs, newest first.</summary>
    /// <param name="pageSize">Number of entries per request, 1 to 1,000. Default: that of the service, 100.</param>
    public IAsyncEnumerable<StoreVisit> ListVisitsAsync(string id, int? pageSize = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<StoreVisit, StoreVisitPage>(
            Paths.Store(id, "/visits").With(("page_size", Paths.Text(pageSize))),
            ClientJson.Default.StoreVisitPage,
            cancellationToken
        );

    /// <summary>Returns the latest measured image of a store; <see langword="null"/> if there is none.</summary>
    public async Task<GoodImage?> FindLastGoodImageAsync(string id, CancellationToken cancellationToken = default)
    {
        var page = await calls
            .GetAsync(Paths.Store(id, "/visits").With(("page_size", "1")), ClientJson.Default.StoreVisitPage, cancellationToken)
            .ConfigureAwait(false);
        return page.LastGoodImage;
    }

    /// <summary>Returns the current version of the store master.</summary>
    public Task<StoreMaster> GetMasterAsync(CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/v1/store-master", ClientJson.Default.StoreMaster, cancellationToken);

    /// <summary>Returns the current version, unless it did not change since the response with that <paramref name="tag"/>.</summary>
    /// <param name="tag"><see cref="Tagged{T}.ETag"/> of an earlier response. Default: none.</param>
    public Task<Tagged<StoreMaster>> GetMasterIfChangedAsync(string? tag = null, CancellationToken cancellationToken = default) =>
        calls.GetTaggedAsync("api/v1/store-master", ClientJson.Default.StoreMaster, tag, cancellationToken);

    /// <summary>Replaces the whole store master. Repeating the call after a lost response does not replace a later one.</summary>
    /// <param name="csv">
    /// CSV in UTF-8 or UTF-16, at most 32 MiB, with the columns <c>store_id</c>, <c>store_name</c> and <c>area_code</c>.
    /// </param>
    /// <exception cref="RetailPulseException">The store master is invalid. The errors name its lines.</exception>
    public Task<StoreMaster> PutMasterAsync(ReadOnlyMemory<byte> csv, CancellationToken cancellationToken = default) =>
        calls.ReadAsync(Keys.Add(() => Upload(Stores, csv)), ClientJson.Default.StoreMaster, cancellationToken);

    /// <summary>Replaces the store master as above, but only the version that has the <paramref name="tag"/>.</summary>
    /// <param name="tag"><see cref="Tagged{T}.ETag"/> of the version to replace.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    /// <exception cref="RetailPulseException">Another version is in force, or the store master is invalid.</exception>
    public Task<StoreMaster> PutMasterOverAsync(ReadOnlyMemory<byte> csv, string tag, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return calls.ReadAsync(Keys.Add(Request), ClientJson.Default.StoreMaster, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = Upload(Stores, csv);
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            return request;
        }
    }

    /// <summary>Returns the current version, and what an upload would change in it, without putting the upload in force.</summary>
    /// <exception cref="RetailPulseException">The store master is invalid. The errors name its lines.</exception>
    public Task<StoreMaster> PreviewMasterAsync(ReadOnlyMemory<byte> csv, CancellationToken cancellationToken = default) =>
        calls.ReadAsync(() => Upload(Stores.With(("validate_only", "true")), csv), ClientJson.Default.StoreMaster, cancellationToken);

    /// <summary>Returns the measured images of stores, ordered by store and date.</summary>
    public async Task<IReadOnlyList<StoreMeasurements>> GetMeasurementsAsync(
        MeasurementQuery? query = null,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await calls.GetAsync(Measurements(query), ClientJson.Default.Measurements, cancellationToken).ConfigureAwait(false);
        return answer.Results;
    }

    /// <summary>
    /// Copies the same as CSV (RFC 4180, UTF-8) with a header: a row for each image, with its job, visit, and image number.
    /// </summary>
    /// <exception cref="RetailPulseException">The export was interrupted. What was written is incomplete.</exception>
    public Task ExportMeasurementsCsvAsync(
        Stream destination,
        MeasurementQuery? query = null,
        CancellationToken cancellationToken = default
    )
    {
        return calls.CopyAsync(Request, destination, cancellationToken);

        HttpRequestMessage Request() =>
            new(HttpMethod.Get, Measurements(query)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/csv") } } };
    }

    private HttpRequestMessage Upload(string path, ReadOnlyMemory<byte> csv) =>
        new(HttpMethod.Put, path) { Content = RequestBody.Create(csv, "text/csv", calls.Options.CompressBodies) };

    private static string Measurements(MeasurementQuery? query) =>
        "api/visits".With(
            ("area", query?.Area),
            ("storeid", query?.StoreId),
            ("startdate", Paths.Text(query?.Start)),
            ("enddate", Paths.Text(query?.End))
        );
}
