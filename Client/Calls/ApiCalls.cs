using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client.Calls;

/// <summary>Calls of the API, which may nearly all be repeated: those that change something twice change it once.</summary>
internal sealed class ApiCalls(HttpClient http, RetailPulseClientOptions options)
{
    public TimeProvider Time => options.Time;

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken).ConfigureAwait(false);

    /// <summary>The body of the answer.</summary>
    /// <exception cref="RetailPulseException">The service refused, or none of the attempts was answered well.</exception>
    public async Task<T> ReadAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The service answered null.");
    }

    /// <summary>As <see cref="ReadAsync"/>, of what would be done twice if it were repeated: once, answered or not.</summary>
    public async Task<T> ReadOnceAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var once = new ApiCalls(http, options with { MaxAttempts = 1 });
        return await once.ReadAsync(() => request, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A good answer, whose body is still to be read.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (response, wait) = await TryAsync(request, completion, attempt, cancellationToken).ConfigureAwait(false);
            if (response?.IsSuccessStatusCode == true) return response;
            if (response is not null)
            {
                using (response)
                {
                    if (wait is null) throw await Refusal.ReadAsync(response, options.Time, cancellationToken).ConfigureAwait(false);
                }
            }

            await Task.Delay(wait!.Value, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An answer, if there was one, and how long to wait before the next attempt, if there is to be one.</summary>
    private async Task<(HttpResponseMessage? Response, TimeSpan? Wait)> TryAsync(
        Func<HttpRequestMessage> request, HttpCompletionOption completion, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request();
            if (options.ApiKey is { } key) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var response = await http.SendAsync(message, completion, cancellationToken).ConfigureAwait(false);
            var passing = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            var wait = Refusal.RetryAfter(response, options.Time) ?? Backoff.After(attempt);
            return (response, passing && attempt < options.MaxAttempts && wait <= options.LongestWait ? wait : null);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null && attempt < options.MaxAttempts)
        {
            return (null, Backoff.After(attempt));
        }
    }
}
