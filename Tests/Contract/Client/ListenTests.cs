using System.Net;
using System.Text;
using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.Client;

/// <summary>The client that listens to a job.</summary>
public sealed class ListenTests(Product product) : IClassFixture<Product>
{
    private const string Counts = """{"total":2,"pending":0,"running":0,"measured":1,"failed":1,"cancelled":0}""";

    [Fact]
    public async Task Every_failure_and_the_end_are_received()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        using var client = new RetailPulseClient(product.Http);
        var job = await client.Jobs.SubmitAsync(
            new Submission([new VisitToMeasure("S1", ["http://a.example/1", "http://a.example/gone"], "t")])
        );
        var events = await ToListAsync(client.Jobs.ListenAsync(job.Id));
        Assert.IsType<JobProgress>(events[0]);
        Assert.Equal(
            (0, 1, "http_404"),
            events.OfType<FailedImage>().Select(failed => (failed.Visit, failed.Image, failed.Reason)).Single()
        );
        Assert.Equal(("failed", 1), (Assert.IsType<JobEnd>(events[^1]).Status, ((JobEnd)events[^1]).Counts.Failed));
    }

    [Fact]
    public async Task Each_failure_is_received_once_despite_lost_connections()
    {
        var gate = new TaskCompletionSource();
        var calls = 0;
        (product.Fetcher.Gate, product.Fetcher.Gated) = (gate.Task, _ => Interlocked.Increment(ref calls) > 200);
        product.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http404);
        using var service = new CutShort(times: 2);
        using var http = new HttpClient(service) { BaseAddress = product.Http.BaseAddress };
        var jobs = new RetailPulseClient(http).Jobs;
        var job = await jobs.SubmitAsync(new Submission([VisitOf("one"), VisitOf("other")]));
        var heard = new List<(int, int)>();
        await foreach (var told in jobs.ListenAsync(job.Id))
        {
            // By now two connections were lost, and the second had gone on from where the first was, while half of the images were still to
            // come.
            if (service.Times == 0)
                gate.TrySetResult();
            if (told is FailedImage failed)
                heard.Add((failed.Visit, failed.Image));
        }

        Assert.True(gate.Task.IsCompleted);
        Assert.Equal(Enumerable.Range(0, 400).Select(number => (number / 200, number % 200)), heard.Order());
    }

    [Fact]
    public async Task A_lost_connection_resumes_at_the_same_position()
    {
        using var service = new BrokenService(
            $"event: progress\nid: a\ndata: {{\"status\":\"ongoing\",\"counts\":{Counts}}}\n\nevent: news\nid: b\ndata: {{}}\n\n",
            "",
            $"event: end\nid: c\ndata: {{\"status\":\"failed\",\"counts\":{Counts}}}\n\n"
        );
        using var http = new HttpClient(service) { BaseAddress = new Uri("http://pulse.example/") };
        var events = await ToListAsync(new RetailPulseClient(http).Jobs.ListenAsync(1));
        Assert.Equal([typeof(JobProgress), typeof(JobEnd)], events.Select(told => told.GetType()));
        Assert.Equal([null, "b", "b"], service.LastIds);
    }

    [Fact]
    public async Task A_204_yields_no_events()
    {
        using var http = new HttpClient(new CountingHandler { Answer = _ => new HttpResponseMessage(HttpStatusCode.NoContent) })
        {
            BaseAddress = new Uri("http://pulse.example/"),
        };
        Assert.Empty(await ToListAsync(new RetailPulseClient(http).Jobs.ListenAsync(1)));
    }

    private static VisitToMeasure VisitOf(string name) =>
        new("S1", [.. Enumerable.Range(0, 200).Select(image => $"http://a.example/{name}/{image}")], "t");

    private static async Task<List<JobEvent>> ToListAsync(IAsyncEnumerable<JobEvent> events)
    {
        var list = new List<JobEvent>();
        await foreach (var told in events)
            list.Add(told);
        return list;
    }

    /// <summary>The product, over connections whose first streams of events end in the middle.</summary>
    private sealed class CutShort(int times) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        /// <summary>Some fifty events.</summary>
        private const int Bytes = 20_000;

        public int Times { get; private set; } = times;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!request.RequestUri!.AbsolutePath.EndsWith("/events", StringComparison.Ordinal) || Times == 0)
                return response;
            var beginning = new byte[Bytes];
            await (await response.Content.ReadAsStreamAsync(cancellationToken)).ReadExactlyAsync(beginning, cancellationToken);
            response.Content.Dispose();
            response.Content = new ByteArrayContent(beginning);
            Times--;
            return response;
        }
    }

    /// <summary>Ends each connection after its own stream.</summary>
    private sealed class BrokenService(params string[] streams) : HttpMessageHandler
    {
        public List<string?> LastIds { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var stream = streams[LastIds.Count];
            LastIds.Add(request.Headers.TryGetValues("Last-Event-ID", out var ids) ? ids.Single() : null);
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(stream, Encoding.UTF8, "text/event-stream") }
            );
        }
    }
}
