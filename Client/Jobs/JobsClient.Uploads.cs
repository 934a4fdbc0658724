using System.Text.Json;

namespace RetailPulse.Client;

/// <summary>Uploads submissions of any size, which are never in memory as a whole.</summary>
public sealed partial class JobsClient
{
    /// <summary>
    /// Submits a job of up to 1 GiB, visit by visit. The job is on disk when this returns, as a whole. The call is repeated from its start
    /// while the service does not respond, but the job is submitted only once.
    /// </summary>
    /// <param name="visits">One or more visits. They are enumerated once per attempt, and must be the same each time.</param>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. Default: a new key.</param>
    /// <exception cref="RetailPulseException">The submission is invalid, or the service did not respond. Errors have a line.</exception>
    public Task<AcceptedJob> UploadAsync(
        IAsyncEnumerable<VisitToMeasure> visits,
        UploadOptions? options = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => UploadAsync(() => Lines(visits), options, idempotencyKey, cancellationToken);

    /// <summary>Submits a job of up to 1 GiB from CSV, with one image per row. The call is repeated like that of visits.</summary>
    /// <param name="openCsv">
    /// Opens the CSV, once per attempt. Its columns are <c>store_id</c>, <c>visit_time</c>, <c>image_url</c>, and optionally <c>reference</c>. Consecutive rows with the
    /// same store and time are one visit.
    /// </param>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. Default: a new key.</param>
    /// <exception cref="RetailPulseException">The submission is invalid, or the service did not respond. Errors have a line.</exception>
    public Task<AcceptedJob> UploadCsvAsync(
        Func<Stream> openCsv,
        UploadOptions? options = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => UploadAsync(() => Csv(openCsv), options, idempotencyKey, cancellationToken);

    /// <summary>Validates visits without submitting them.</summary>
    /// <param name="visits">Visits, as for <see cref="UploadAsync(IAsyncEnumerable{VisitToMeasure}, UploadOptions?, string?, CancellationToken)"/>.</param>
    public Task<Validation> ValidateUploadAsync(
        IAsyncEnumerable<VisitToMeasure> visits,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ValidateUploadAsync(() => Lines(visits), options, cancellationToken);

    /// <summary>Validates CSV without submitting it.</summary>
    /// <param name="openCsv">Opens the CSV, as for <see cref="UploadCsvAsync"/>.</param>
    public Task<Validation> ValidateCsvAsync(
        Func<Stream> openCsv,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ValidateUploadAsync(() => Csv(openCsv), options, cancellationToken);

    private Task<AcceptedJob> UploadAsync(
        Func<HttpContent> body,
        UploadOptions? options,
        string? idempotencyKey,
        CancellationToken cancellationToken
    ) =>
        calls.UploadAsync(
            Keys.Add(Upload(Jobs, body, options), idempotencyKey ?? Keys.New()),
            ClientJson.Default.AcceptedJob,
            cancellationToken
        );

    private Task<Validation> ValidateUploadAsync(Func<HttpContent> body, UploadOptions? options, CancellationToken cancellationToken) =>
        calls.UploadAsync(Upload($"{Jobs}/validate", body, options), ClientJson.Default.Validation, cancellationToken);

    private static Func<HttpRequestMessage> Upload(string path, Func<HttpContent> body, UploadOptions? options)
    {
        var target = (options?.Metadata ?? new Dictionary<string, string>()).Aggregate(
            path.With(("callback_url", options?.CallbackUrl), ("label", options?.Label)),
            (named, pair) => named.With(($"metadata[{Uri.EscapeDataString(pair.Key)}]", pair.Value))
        );
        return () => new HttpRequestMessage(HttpMethod.Post, target) { Content = body() };
    }

    private UploadBody Lines(IAsyncEnumerable<VisitToMeasure> visits) =>
        new(
            "application/x-ndjson",
            calls.Options.CompressBodies,
            async (stream, cancellationToken) =>
            {
                await foreach (var visit in visits.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    await JsonSerializer
                        .SerializeAsync(stream, visit, ClientJson.Default.VisitToMeasure, cancellationToken)
                        .ConfigureAwait(false);
                    await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                }
            }
        );

    private UploadBody Csv(Func<Stream> open) =>
        new(
            "text/csv",
            calls.Options.CompressBodies,
            async (stream, cancellationToken) =>
            {
                var csv = open();
                await using (csv.ConfigureAwait(false))
                    await csv.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        );
}
