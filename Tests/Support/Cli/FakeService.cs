using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace RetailPulse.Tests.Support.Cli;

/// <summary>A fake service for the command line. It returns configured responses and records requests.</summary>
internal sealed class FakeService : HttpMessageHandler
{
    public const string Counts = """{"total":2,"pending":0,"running":0,"measured":1,"failed":1,"cancelled":0}""";

    private int accepted;

    public ConcurrentQueue<AskedRequest> Requests { get; } = [];

    /// <summary>Answers a request. Default: submissions are accepted as jobs 1, 2, and so on; all else is not found.</summary>
    public Func<AskedRequest, HttpResponseMessage>? Answer { get; set; }

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refused(HttpStatusCode status, string code) =>
        new(status)
        {
            Content = new StringContent(
                $$"""{"type":"about:blank","title":"{{status}}","status":{{(int)status}},"code":"{{code}}","instance":"x","detail":"{{code}}."}""",
                Encoding.UTF8,
                "application/problem+json"
            ),
        };

    public static string Job(long id, string status = "failed") =>
        $$"""{"id":{{id}},"status":"{{status}}","submitted_at":"2026-05-04T09:30:00Z","visits":1,"counts":{{Counts}},"failures":{"groups":1,"largest":[{"reason":"http_429","host":"a.example","images":1}]},"repeated_photos":{"images":0,"complete":true,"first":[]},"links":{"self":"/","images":"/"} }""";

    public HttpResponseMessage Accept() =>
        Json(
            $$"""{"id":{{Interlocked.Increment(ref accepted)}},"status":"ongoing","visits":1,"images":1,"links":{"self":"/","images":"/"} }""",
            HttpStatusCode.Created
        );

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = new AskedRequest(
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null,
            request.Content?.Headers.ContentType?.MediaType,
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)
        );
        Requests.Enqueue(asked);
        return Answer?.Invoke(asked)
            ?? (
                asked is { Method: "POST", Path: var path } && path.StartsWith("/api/v1/jobs", StringComparison.Ordinal)
                    ? Accept()
                    : Refused(HttpStatusCode.NotFound, "job_not_found")
            );
    }
}

/// <summary>A request to a <see cref="FakeService"/>.</summary>
/// <param name="Path">Path with its query.</param>
/// <param name="Key">The <c>Idempotency-Key</c>; <see langword="null"/> if there was none.</param>
internal sealed record AskedRequest(string Method, string Path, string? Key, string? MediaType, string Body);
