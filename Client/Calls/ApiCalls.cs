using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>
/// Calls of the API. A call is repeated after a lost response only if that cannot do anything twice: it changes nothing, or it carries an
/// <c>Idempotency-Key</c>, which the service honors.
/// </summary>
internal sealed class ApiCalls(HttpClient http, RetailPulseClientOptions options)
{
    /// <summary>Minimum upload rate, in bytes per second, that a call timeout allows for.</summary>
    private const int SlowestSending = 32 * 1024;

    public RetailPulseClientOptions Options => options;

    public TimeProvider Time => options.Time;

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken);

    /// <summary>Returns the body of the response to a request that may be repeated.</summary>
    /// <exception cref="RetailPulseException">The service refused, or no attempt got a good response.</exception>
    public Task<T> ReadAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(request, type, MayPass, cancellationToken);

    /// <summary>
    /// Like <see cref="ReadAsync{T}(Func{HttpRequestMessage}, JsonTypeInfo{T}, CancellationToken)"/>, for a request that must not run
    /// twice. It is repeated only while it cannot have arrived, or was refused unread.
    /// </summary>
    public Task<T> ReadOnceAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(request, type, Safety.CannotHaveHappened, cancellationToken);

    /// <summary>Returns the body of a response and its tag, unless it still has the tag <paramref name="known"/>.</summary>
    public Task<Tagged<T>> GetTaggedAsync<T>(string path, JsonTypeInfo<T> type, string? known, CancellationToken cancellationToken)
        where T : class
    {
        return RepeatAsync(Request, ReadTaggedAsync, MayPass, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (known is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", known);
            return request;
        }

        async Task<Tagged<T>> ReadTaggedAsync(HttpResponseMessage response)
        {
            var tag = response.Headers.ETag?.ToString();
            if (response.StatusCode != HttpStatusCode.NotModified)
                return new Tagged<T>(await ReadBodyAsync(response, type, cancellationToken).ConfigureAwait(false), tag);
            response.Dispose();
            return new Tagged<T>(null, tag ?? known);
        }
    }

    /// <summary>
    /// Returns the body of the response to an upload. An upload over a quota is not repeated, because each repetition sends it as a whole.
    /// </summary>
    public Task<T> UploadAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(request, type, failure => failure is { MayPass: true, Code: not "quota_exceeded" }, cancellationToken);

    /// <summary>Returns a good response to a request that may be repeated. The caller reads its body.</summary>
    public Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken) =>
        RepeatAsync(request, Task.FromResult, MayPass, cancellationToken);

    /// <summary>
    /// Returns the body of a response as it comes in. Reading it throws <see cref="RetailPulseException"/> if it is interrupted or falls
    /// silent.
    /// </summary>
    public async Task<StreamedBody> StreamAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new StreamedBody(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), options.LongestSilence, Time);

    private Task<T> ReadAsync<T>(
        Func<HttpRequestMessage> request,
        JsonTypeInfo<T> type,
        Func<RetailPulseException, bool> repeats,
        CancellationToken cancellationToken
    ) => RepeatAsync(request, response => ReadBodyAsync(response, type, cancellationToken), repeats, cancellationToken);

    private static bool MayPass(RetailPulseException failure) => failure.MayPass;

    /// <summary>Reads and disposes a response. The total time is not limited, only the time between two reads.</summary>
    private async Task<T> ReadBodyAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using (response)
        {
            try
            {
                var body = await StreamAsync(response, cancellationToken).ConfigureAwait(false);
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
    }

    /// <param name="read">Reads a good response, whose body is still to be read, and disposes it.</param>
    /// <param name="repeats">Whether the call is repeated after a failure.</param>
    private async Task<T> RepeatAsync<T>(
        Func<HttpRequestMessage> request,
        Func<HttpResponseMessage, Task<T>> read,
        Func<RetailPulseException, bool> repeats,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var (value, failure) = await TryAsync(request, read, cancellationToken).ConfigureAwait(false);
            if (failure is null)
                return value!;
            var wait = failure.RetryAfter ?? Backoff.After(attempt);
            if (attempt >= options.MaxAttempts || wait > options.LongestWait || !repeats(failure))
                throw failure;
            await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Returns a source that is canceled when the response to a call does not begin in time; <see langword="null"/> if there is no limit. An
    /// upload may take as long as it needs, but its connection must take what is sent, and the response begin in time after the end.
    /// </summary>
    private CancellationTokenSource? LimitOf(HttpRequestMessage message)
    {
        if (message.Content is UploadBody upload)
            return upload.Limit(options.LongestSilence, options.CallTimeout ?? Timeout.InfiniteTimeSpan, options.Time);
        return options.CallTimeout is { } timeout && timeout != Timeout.InfiniteTimeSpan
            ? new CancellationTokenSource(
                timeout + TimeSpan.FromSeconds((message.Content?.Headers.ContentLength ?? 0) / SlowestSending),
                options.Time
            )
            : null;
    }

    /// <summary>Returns what was read from a good response, or why there is none.</summary>
    private async Task<(T? Value, RetailPulseException? Failure)> TryAsync<T>(
        Func<HttpRequestMessage> request,
        Func<HttpResponseMessage, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var message = request();
            using var limit = LimitOf(message);
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(limit?.Token ?? default, cancellationToken);
            if (options.ApiKey is { } key)
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
                return (await read(response).ConfigureAwait(false), null);
            using (response)
                return (default, await Refusal.ReadAsync(response, options.Time, limited.Token).ConfigureAwait(false));
        }
        catch (RetailPulseException failure)
        {
            return (default, failure);
        }
        catch (UnreadableSourceException exception)
        {
            var cause = exception.InnerException!;
            return (default, new RetailPulseException($"What is uploaded could not be read: {cause.Message}", cause) { IsOfCaller = true });
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return (default, new RetailPulseException($"The service could not be reached: {exception.Message}", exception));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, new RetailPulseException("The service did not respond in time.", exception));
        }
    }
}
