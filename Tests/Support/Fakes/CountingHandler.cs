using System.Collections.Concurrent;
using System.Net;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>A service that answers as it is told, and remembers what it was asked.</summary>
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
