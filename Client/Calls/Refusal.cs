using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>Reads why the service refused.</summary>
internal static class Refusal
{
    public static async Task<RetailPulseException> ReadAsync(
        HttpResponseMessage response,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var problem = TryRead(response, body, "application/problem+json", ClientJson.Default.ProblemDetails);
        var said =
            problem?.Detail
            ?? TryRead(response, body, "application/json", ClientJson.Default.PlainError)?.Error
            ?? problem?.Title
            ?? (
                response.Headers.Location is { } elsewhere ? $"{response.ReasonPhrase}: {elsewhere.OriginalString}" : response.ReasonPhrase
            );
        var fields = problem?.Errors is [var first, ..]
            ? $" {(first.Line is { } line ? $"line {line} " : "")}{first.Field}: {first.Message}{(problem.Errors.Count > 1 ? $" (and {problem.Errors.Count - 1} more)" : "")}"
            : "";
        return new RetailPulseException($"{(int)response.StatusCode}: {said}{fields}")
        {
            Status = response.StatusCode,
            Code = problem?.Code,
            RequestId = response.Headers.TryGetValues("Request-Id", out var ids) ? ids.FirstOrDefault() : null,
            Errors = problem?.Errors ?? [],
            RetryAfter = RetryAfter(response, time),
        };
    }

    /// <summary>RFC 9110, section 10.2.3: seconds, or a date.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };

    private static T? TryRead<T>(HttpResponseMessage response, byte[] body, string mediaType, JsonTypeInfo<T> type)
        where T : class
    {
        if (response.Content.Headers.ContentType?.MediaType != mediaType)
            return null;
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            // A proxy between the service and this client can truncate a response.
            return null;
        }
    }
}
