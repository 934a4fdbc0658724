using System.Collections.Concurrent;
using System.Net;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>A fake HTTP handler that returns configured responses and records requests.</summary>
internal sealed class CountingHandler : HttpMessageHandler
{
    public ConcurrentQueue<(string Method, string Path, string? Key, string? Authorization)> Requests { get; } = [];

    /// <summary>Called with the number of the request, from 1; throws when the connection is to fail.</summary>
    public Func<int, HttpResponseMessage> Answer { get; set; } = _ => new HttpResponseMessage(HttpStatusCode.NotFound);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(
            (
                request.Method.Method,
                request.RequestUri!.AbsolutePath,
                request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null,
                request.Headers.Authorization?.ToString()
            )
        );
        return Task.FromResult(Answer(Requests.Count));
    }
}
