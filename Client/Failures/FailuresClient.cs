using System.Runtime.CompilerServices;
using System.Text.Json;
using RetailPulse.Client.Calls;

namespace RetailPulse.Client;

/// <summary>Failed images of all jobs.</summary>
public sealed class FailuresClient
{
    private readonly ApiCalls calls;

    internal FailuresClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Failures, newest first, page by page.</summary>
    public IAsyncEnumerable<Failure> ListAsync(FailureQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<Failure, FailureList>(Failures("", query).With(("page_size", Paths.Text(query?.PageSize))), ClientJson.Default.FailureList, cancellationToken);

    /// <summary>All failures, newest first, streamed: of any number only a few are in memory.</summary>
    /// <exception cref="IOException">The export broke off; begin anew.</exception>
    public async IAsyncEnumerable<Failure> ExportAsync(FailureQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await OpenAsync(".ndjson", query, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var failures = JsonSerializer.DeserializeAsyncEnumerable(body, ClientJson.Default.Failure, topLevelValues: true, cancellationToken);
        await foreach (var failure in failures.ConfigureAwait(false)) yield return failure!;
    }

    /// <summary>The same as CSV (RFC 4180, UTF-8), with a header.</summary>
    /// <exception cref="HttpRequestException">The export broke off; what was written is not whole.</exception>
    public async Task ExportCsvAsync(Stream destination, FailureQuery? query = null, CancellationToken cancellationToken = default)
    {
        using var response = await OpenAsync(".csv", query, cancellationToken).ConfigureAwait(false);
        await response.Content.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> OpenAsync(string extension, FailureQuery? query, CancellationToken cancellationToken) =>
        calls.OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, Failures(extension, query)), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private static string Failures(string extension, FailureQuery? query) => $"api/v1/failures{extension}".With(
        ("store", query?.Store),
        ("area", query?.Area),
        ("reason", query?.Reason),
        ("host", query?.Host),
        ("failed_from", Paths.Text(query?.FailedFrom)),
        ("failed_to", Paths.Text(query?.FailedTo)));
}
