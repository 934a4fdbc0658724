using System.Net.Http.Headers;
using System.Text;

namespace RetailPulse.Tests.Contract.OpenApi;

/// <summary>One request of an operation.</summary>
/// <param name="Type">Media type of the body. A body without one does not count.</param>
internal sealed record ApiRequest(
    string Method,
    string Path,
    string? Body = null,
    string Type = "application/json",
    string? Key = null,
    string? Accept = null,
    string? IfNoneMatch = null,
    string? IfMatch = null
)
{
    public async Task SendAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(Type) },
            };

        // A server that refuses a long body does not wait for it.
        request.Headers.ExpectContinue = Body?.Length > 60_000;
        if (Key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Key);
        if (IfNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", IfNoneMatch);
        if (IfMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", IfMatch);
        if (Accept is not null)
            request.Headers.Accept.ParseAdd(Accept);
        // The stream of all events does not end. Its headers are enough.
        var whole = !Path.StartsWith("/api/v1/events", StringComparison.Ordinal) || Accept is not null;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (whole || !response.IsSuccessStatusCode)
            await response.Content.LoadIntoBufferAsync();
    }
}
