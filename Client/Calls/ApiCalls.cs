using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>
/// Calls of the API. A call is repeated after a lost response only if that cannot do anything twice: it changes nothing, or it carries an
/// <c>Idempotency-Key</c>, which the service honors.
/// </summary>
/// <param name="callTimeout">
/// Maximum time until the response to a call; <see langword="null"/> if <paramref name="http"/> limits it.
/// </param>
internal sealed class ApiCalls(HttpClient http, RetailPulseClientOptions options, TimeSpan? callTimeout = null)
{
    public RetailPulseClientOptions Options => options;

    public TimeProvider Time => options.Time;

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the body of the response to a request that may be repeated.</summary>
    /// <exception cref="RetailPulseException">The service refused, or no attempt got a good response.</exception>
    public async Task<T> ReadAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await ReadAsync(request, type, repeatable: true, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Like <see cref="ReadAsync{T}(Func{HttpRequestMessage}, JsonTypeInfo{T}, CancellationToken)"/>, for a request that must not run
    /// twice. It is repeated only while it cannot have arrived, or was refused unread.
    /// </summary>
    public async Task<T> ReadOnceAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await ReadAsync(request, type, repeatable: false, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the body of a response and its tag, unless it still has the tag <paramref name="known"/>.</summary>
    public async Task<Tagged<T>> GetTaggedAsync<T>(string path, JsonTypeInfo<T> type, string? known, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await OpenAsync(Request, HttpCompletionOption.ResponseContentRead, repeatable: true, cancellationToken)
            .ConfigureAwait(false);
        var tag = response.Headers.ETag?.ToString();
        return response.StatusCode == HttpStatusCode.NotModified
            ? new Tagged<T>(null, tag ?? known)
            : new Tagged<T>(await ReadBodyAsync(response, type, cancellationToken).ConfigureAwait(false), tag);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (known is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", known);
            return request;
        }
    }

    /// <summary>Returns a good response to a request that may be repeated. Its body is still to be read.</summary>
    public Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken) =>
        OpenAsync(request, HttpCompletionOption.ResponseHeadersRead, repeatable: true, cancellationToken);

    /// <summary>
    /// Returns the body of a response as it comes in. Reading it throws <see cref="RetailPulseException"/> if it is interrupted or falls
    /// silent.
    /// </summary>
    public async Task<Stream> StreamAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new StreamedBody(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), options.LongestSilence, Time);

    private async Task<T> ReadAsync<T>(
        Func<HttpRequestMessage> request,
        JsonTypeInfo<T> type,
        bool repeatable,
        CancellationToken cancellationToken
    )
    {
        using var response = await OpenAsync(request, HttpCompletionOption.ResponseContentRead, repeatable, cancellationToken)
            .ConfigureAwait(false);
        return await ReadBodyAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> ReadBodyAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("The response is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or NotSupportedException)
        {
            throw new RetailPulseException($"{(int)response.StatusCode}: the response is not what the API sends.", exception)
            {
                Status = response.StatusCode,
            };
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(
        Func<HttpRequestMessage> request,
        HttpCompletionOption completion,
        bool repeatable,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var (response, failure) = await TryAsync(request, completion, cancellationToken).ConfigureAwait(false);
            if (response is not null)
                return response;
            var wait = failure!.RetryAfter ?? Backoff.After(attempt);
            if (
                attempt >= options.MaxAttempts
                || wait > options.LongestWait
                || !(repeatable ? failure.MayPass : Safety.CannotHaveHappened(failure))
            )
                throw failure;
            await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns a source that is canceled when a call takes too long. An upload may take as long as it needs.</summary>
    private CancellationTokenSource LimitOf(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (message.Content is not UploadBody && callTimeout is { } timeout)
            limited.CancelAfter(timeout);
        return limited;
    }

    /// <summary>Returns a good response, or why there is none.</summary>
    private async Task<(HttpResponseMessage? Response, RetailPulseException? Failure)> TryAsync(
        Func<HttpRequestMessage> request,
        HttpCompletionOption completion,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var message = request();
            using var limited = LimitOf(message, cancellationToken);
            if (options.ApiKey is { } key)
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var response = await http.SendAsync(message, completion, limited.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
                return (response, null);
            using (response)
                return (null, await Refusal.ReadAsync(response, options.Time, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return (null, new RetailPulseException($"The service could not be reached: {exception.Message}", exception));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new RetailPulseException("The service did not respond in time.", exception));
        }
    }
}
