namespace RetailPulse.Client;

/// <summary>Failed images of all jobs.</summary>
public sealed class FailuresClient
{
    private readonly ApiCalls calls;

    internal FailuresClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Returns failures, newest first, and reads them page by page.</summary>
    public IAsyncEnumerable<Failure> ListAsync(FailureQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<Failure, FailureList>(
            Failures("", query).With(("page_size", Paths.Text(query?.PageSize))),
            ClientJson.Default.FailureList,
            cancellationToken
        );

    /// <summary>Streams all failures, newest first. Only a few are in memory at a time.</summary>
    /// <exception cref="RetailPulseException">The export was interrupted. Start it again.</exception>
    public IAsyncEnumerable<Failure> ExportAsync(FailureQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ReadRowsAsync(Export(".ndjson", query), ClientJson.Default.Failure, cancellationToken);

    /// <summary>Copies the same export as CSV (RFC 4180, UTF-8), with a header.</summary>
    /// <exception cref="RetailPulseException">The export was interrupted. What was written is incomplete.</exception>
    public Task ExportCsvAsync(Stream destination, FailureQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.CopyAsync(Export(".csv", query), destination, cancellationToken);

    /// <summary>Copies the same export as NDJSON, with one failure per line.</summary>
    /// <exception cref="RetailPulseException">The export was interrupted. What was written is incomplete.</exception>
    public Task ExportNdjsonAsync(Stream destination, FailureQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.CopyAsync(Export(".ndjson", query), destination, cancellationToken);

    private static Func<HttpRequestMessage> Export(string extension, FailureQuery? query) =>
        () => new HttpRequestMessage(HttpMethod.Get, Failures(extension, query));

    private static string Failures(string extension, FailureQuery? query) =>
        $"api/v1/failures{extension}".With(
            ("store", query?.Store),
            ("area", query?.Area),
            ("reason", query?.Reason),
            ("host", query?.Host),
            ("failed_from", Paths.Text(query?.FailedFrom)),
            ("failed_to", Paths.Text(query?.FailedTo)),
            ("reference", query?.Reference),
            ("visit_reference", query?.VisitReference)
        );
}
