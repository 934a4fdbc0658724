using System.Net.Http.Headers;

namespace RetailPulse.Client;

/// <summary>Stores, the store master, and what was measured in stores.</summary>
public sealed class StoresClient
{
    private const string Stores = "api/v1/stores";

    private readonly ApiCalls calls;

    internal StoresClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Stores in order of their ids.</summary>
    /// <param name="area">Only those of exactly this area.</param>
    /// <param name="text">Only those with this in their id or name, in whatever case.</param>
    /// <param name="pageSize">How many are asked for at a time, 1 to 1,000; the service's default is 100.</param>
    public IAsyncEnumerable<Store> ListAsync(string? area = null, string? text = null, int? pageSize = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<Store, StorePage>(Stores.With(("area", area), ("q", text), ("page_size", Paths.Text(pageSize))), ClientJson.Default.StorePage, cancellationToken);

    /// <summary>One store.</summary>
    /// <exception cref="RetailPulseException">The store master lacks it, or the service did not answer.</exception>
    public Task<Store> GetAsync(string id, CancellationToken cancellationToken = default) => calls.GetAsync(Paths.Store(id), ClientJson.Default.Store, cancellationToken);

    /// <summary>A store's visits of all jobs, newest first.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1 to 1,000; the service's default is 100.</param>
    public IAsyncEnumerable<StoreVisit> ListVisitsAsync(string id, int? pageSize = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<StoreVisit, StoreVisitPage>(Paths.Store(id, "/visits").With(("page_size", Paths.Text(pageSize))), ClientJson.Default.StoreVisitPage, cancellationToken);

    /// <summary>The newest measured image of a store; <see langword="null"/> when there was never one.</summary>
    public async Task<GoodImage?> FindLastGoodImageAsync(string id, CancellationToken cancellationToken = default)
    {
        var page = await calls.GetAsync(Paths.Store(id, "/visits").With(("page_size", "1")), ClientJson.Default.StoreVisitPage, cancellationToken).ConfigureAwait(false);
        return page.LastGoodImage;
    }

    /// <summary>Which store master is in force.</summary>
    public Task<StoreMaster> GetMasterAsync(CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/v1/store-master", ClientJson.Default.StoreMaster, cancellationToken);

    /// <summary>Brings a whole new store master, which is taken or refused whole. A call that is repeated because its response was lost replaces no later master.</summary>
    /// <param name="csv">In UTF-8, or UTF-16 as spreadsheets write it, at most 32 MiB, with the columns <c>store_id</c>, <c>store_name</c> and <c>area_code</c>.</param>
    /// <exception cref="RetailPulseException">It is broken; its errors name the lines.</exception>
    public Task<StoreMaster> PutMasterAsync(ReadOnlyMemory<byte> csv, CancellationToken cancellationToken = default)
    {
        return calls.ReadAsync(Keys.Add(Request), ClientJson.Default.StoreMaster, cancellationToken);

        HttpRequestMessage Request() => new(HttpMethod.Put, Stores) { Content = RequestBody.Create(csv, "text/csv", calls.Options.CompressBodies) };
    }

    /// <summary>Measured images of stores, by store and then by date.</summary>
    public async Task<IReadOnlyList<StoreMeasurements>> GetMeasurementsAsync(MeasurementQuery? query = null, CancellationToken cancellationToken = default)
    {
        var answer = await calls.GetAsync(Measurements(query), ClientJson.Default.Measurements, cancellationToken).ConfigureAwait(false);
        return answer.Results;
    }

    /// <summary>The same as CSV (RFC 4180, UTF-8) with a header: a row for each image, with the number of its job, visit and image.</summary>
    /// <exception cref="RetailPulseException">The export broke off; what was written is not whole.</exception>
    public Task ExportMeasurementsCsvAsync(Stream destination, MeasurementQuery? query = null, CancellationToken cancellationToken = default)
    {
        return calls.CopyAsync(Request, destination, cancellationToken);

        HttpRequestMessage Request() => new(HttpMethod.Get, Measurements(query)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/csv") } } };
    }

    private static string Measurements(MeasurementQuery? query) => "api/visits".With(
        ("area", query?.Area), ("storeid", query?.StoreId), ("startdate", Paths.Text(query?.Start)), ("enddate", Paths.Text(query?.End)));
}
