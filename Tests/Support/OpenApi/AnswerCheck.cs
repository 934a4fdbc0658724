using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RetailPulse.Tests.Support.OpenApi;

/// <summary>
/// Checks every API response against the OpenAPI document: operation, status, media type, headers, and the body if it is read completely.
/// An undocumented response fails the test that sent the request.
/// </summary>
internal sealed class AnswerCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Advice =
        "Describe it next to its endpoint, or fix the response. Then copy the test's openapi.found.json to docs/openapi.json";

    /// <summary>Responses of HTTP itself, or of everything in API v1, which the document describes once.</summary>
    private static readonly HashSet<string> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date",
        "Connection",
        "Transfer-Encoding",
        "Content-Type",
        "Content-Length",
        "Cache-Control",
        "X-Content-Type-Options",
        "Content-Security-Policy",
        "Cross-Origin-Resource-Policy",
        "Referrer-Policy",
        "Pragma",
        "Expires",
        "Vary",
        "Content-Encoding",
    };

    private readonly ConcurrentDictionary<(string Operation, int Status, string Code), bool> seen = new();

    /// <summary>What came; the code is empty where errors have none.</summary>
    public IEnumerable<(string Operation, int Status, string Code)> Seen => seen.Keys;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        CheckGuard(request, response);
        var path = request.RequestUri!.AbsolutePath;
        if (
            !path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
            && !path.StartsWith("/health", StringComparison.Ordinal)
            && path != "/alive"
        )
            return response;
        var there = ApiDocument.Committed.At(PathOf(request.RequestUri, response));
        var operation = there.SingleOrDefault(operation =>
            operation.Method == (request.Method == HttpMethod.Head ? "GET" : request.Method.Method)
        );
        if (operation is null)
            CheckUnserved(request, (int)response.StatusCode, there.Count > 0);
        else
            Check(operation, response);
        return response;
    }

    /// <summary>
    /// The path of the operation that has the form of this response: the older ways to ask for it are described in words only.
    /// </summary>
    private static string PathOf(Uri asked, HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType switch
        {
            "text/csv" when IsList(asked) => $"{asked.AbsolutePath}.csv",
            "application/x-ndjson" when IsList(asked) => $"{asked.AbsolutePath}.ndjson",
            "application/json"
                when asked.Query.Contains("validate_only=true", StringComparison.Ordinal)
                    && asked.AbsolutePath.Split('/')[^1] is "jobs" or "cancel" or "retry" => $"{asked.AbsolutePath}/validate",
            _ => asked.AbsolutePath,
        };

    private static bool IsList(Uri asked) =>
        asked.AbsolutePath.EndsWith("/images", StringComparison.Ordinal)
        || asked.AbsolutePath.EndsWith("/failures", StringComparison.Ordinal);

    /// <summary>
    /// Every response names its request. No browser may guess the type of any response, keep it, or show it in a page of another origin, and none names the server's software.
    /// </summary>
    private static void CheckGuard(HttpRequestMessage request, HttpResponseMessage response)
    {
        var line = $"{request.Method} {request.RequestUri!.AbsolutePath} {(int)response.StatusCode}";
        Assert.True(
            response.Headers.CacheControl is { NoStore: true } || IsThumbnail(response),
            $"{line} came without Cache-Control: no-store."
        );
        Assert.True(
            response.Headers.TryGetValues("X-Content-Type-Options", out var options) && options.SequenceEqual(["nosniff"]),
            $"{line} came without X-Content-Type-Options: nosniff."
        );
        Assert.True(
            response.Headers.TryGetValues("Cross-Origin-Resource-Policy", out var shown) && shown.SequenceEqual(["same-origin"]),
            $"{line} came without Cross-Origin-Resource-Policy: same-origin."
        );
        Assert.True(
            response.Headers.TryGetValues("Request-Id", out var ids) && Guid.TryParseExact(ids.Single(), "D", out _),
            $"{line} came without a Request-Id."
        );
        Assert.False(response.Headers.Contains("Server"), $"{line} came with a header Server.");
    }

    /// <summary>A browser may keep a thumbnail, for one person, if it asks each time whether that may still be shown.</summary>
    private static bool IsThumbnail(HttpResponseMessage response) =>
        response.RequestMessage!.RequestUri!.AbsolutePath.EndsWith("/thumbnail", StringComparison.Ordinal)
        && (response.StatusCode == System.Net.HttpStatusCode.NotModified || response.Content.Headers.ContentType?.MediaType == "image/jpeg")
        && response.Headers.CacheControl is { Private: true, NoCache: true };

    private static void CheckUnserved(HttpRequestMessage request, int status, bool pathIsServed) =>
        Assert.True(
            status == (pathIsServed ? 405 : 404),
            $"{request.Method} {request.RequestUri!.AbsolutePath} is not documented, but was answered {status}. {Advice}."
        );

    private void Check(DocumentedOperation operation, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var told = operation.Answer(status);
        Assert.True(
            told is not null,
            $"{operation.Name} answered {status}; documented are {string.Join(", ", operation.Statuses)}. {Advice}."
        );
        CheckHeaders($"{operation.Name} {status}", told.Value, response);
        var type = response.Content.Headers.ContentType?.MediaType ?? "";

        // The picture that a page receives in place of a thumbnail is described in words only.
        if (type == "image/svg+xml")
            type = "image/jpeg";
        if (
            status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified
            || response.RequestMessage?.Method == HttpMethod.Head
        )
        {
            seen[(operation.Name, status, "")] = true;
            return;
        }

        Assert.True(
            told.Value.GetProperty("content").TryGetProperty(type, out var media),
            $"{operation.Name} answered {status} as '{type}', which is not documented. {Advice}."
        );

        // A client may read lines as they arrive, without waiting for the whole body.
        if (type == "application/x-ndjson")
            seen[(operation.Name, status, "")] = true;
        if (type.EndsWith("json", StringComparison.Ordinal) && response.Content.Headers.ContentEncoding.Count == 0)
            response.Content = new JudgedContent(
                response.Content,
                body => Judge(operation, status, type, media.GetProperty("schema"), body),
                streams: type == "application/x-ndjson"
            );
        else
            seen[(operation.Name, status, "")] = true;
    }

    private static void CheckHeaders(string answer, JsonElement told, HttpResponseMessage response)
    {
        var came = response
            .Headers.Concat(response.Content.Headers)
            .Select(header => header.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var headers = told.TryGetProperty("headers", out var some)
            ? some.EnumerateObject().Select(header => (header.Name, Value: ApiDocument.Committed.Header(header.Value))).ToArray()
            : [];
        foreach (
            var missing in headers.Where(header =>
                header.Value.TryGetProperty("required", out var always) && always.GetBoolean() && !came.Contains(header.Name)
            )
        )
            Assert.Fail($"{answer} came without the header {missing.Name}, which the document promises. {Advice}.");
        foreach (
            var untold in came.Where(name =>
                !Usual.Contains(name) && !headers.Any(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            )
        )
            Assert.Fail($"{answer} came with the header {untold}, which is not documented. {Advice}.");
    }

    private void Judge(DocumentedOperation operation, int status, string type, JsonElement schema, string body)
    {
        var values = type == "application/x-ndjson" ? body.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [body];

        foreach (var value in values.Take(50))
        {
            var json = JsonSerializer.Deserialize<JsonElement>(value);
            var fault =
                type == "application/x-ndjson"
                    ? ApiDocument.Committed.Judge(LineOf(operation), json)
                    : ApiDocument.Committed.Judge(schema, json);
            Assert.True(fault is null, $"{operation.Name} {status}: a body is not as its schema has it.\n{fault}\n{value}\n{Advice}.");
        }

        var code = type == "application/problem+json" ? JsonSerializer.Deserialize<JsonElement>(body).GetProperty("code").GetString()! : "";
        seen[(operation.Name, status, code)] = true;
    }

    /// <summary>Returns the schema of a line: an NDJSON body as a whole is a text to the document.</summary>
    private static string LineOf(DocumentedOperation operation) =>
        operation.Path.StartsWith("/api/v1/failures", StringComparison.Ordinal) ? "FailureResponse" : "ImageResponse";
}
