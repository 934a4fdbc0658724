using System.Net;
using System.Text;
using RetailPulse.Client;
using RetailPulse.Images;
using RetailPulse.Tests.Contract;
using RetailPulse.Tests.Fakes;

namespace RetailPulse.Tests.Client;

/// <summary>The client that listens to a job.</summary>
public sealed class ListenTests(Product product) : IClassFixture<Product>
{
    private const string Counts = """{"total":2,"pending":0,"running":0,"measured":1,"failed":1,"cancelled":0}""";

    [Fact]
    public async Task It_hears_of_every_failure_and_of_the_end()
    {
        product.Fetcher.Answer = (url, _) => url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        using var client = new RetailPulseClient(product.Http);
        var job = await client.Jobs.SubmitAsync(new Submission([new VisitToMeasure("S1", ["http://a.example/1", "http://a.example/gone"], "t")]));
        var events = await ToListAsync(client.Jobs.ListenAsync(job.Id));
        Assert.IsType<JobProgress>(events[0]);
        Assert.Equal((0, 1, "http_404"), events.OfType<FailedImage>().Select(failed => (failed.Visit, failed.Image, failed.Reason)).Single());
        Assert.Equal(("failed", 1), (Assert.IsType<JobEnd>(events[^1]).Status, ((JobEnd)events[^1]).Counts.Failed));
    }

    [Fact]
    public async Task A_lost_connection_is_made_anew_where_it_was()
    {
        using var service = new BrokenService(
            $"event: progress\nid: a\ndata: {{\"status\":\"ongoing\",\"counts\":{Counts}}}\n\nevent: news\nid: b\ndata: {{}}\n\n",
            "",
            $"event: end\nid: c\ndata: {{\"status\":\"failed\",\"counts\":{Counts}}}\n\n");
        using var http = new HttpClient(service) { BaseAddress = new Uri("http://pulse.example/") };
        var events = await ToListAsync(new RetailPulseClient(http).Jobs.ListenAsync(1));
        Assert.Equal([typeof(JobProgress), typeof(JobEnd)], events.Select(told => told.GetType()));
        Assert.Equal([null, "a", "a"], service.LastIds);
    }

    [Fact]
    public async Task Nothing_is_heard_of_what_is_over()
    {
        using var http = new HttpClient(new CountingHandler { Answer = _ => new HttpResponseMessage(HttpStatusCode.NoContent) }) { BaseAddress = new Uri("http://pulse.example/") };
        Assert.Empty(await ToListAsync(new RetailPulseClient(http).Jobs.ListenAsync(1)));
    }

    private static async Task<List<JobEvent>> ToListAsync(IAsyncEnumerable<JobEvent> events)
    {
        var list = new List<JobEvent>();
        await foreach (var told in events) list.Add(told);
        return list;
    }

    /// <summary>Ends each connection after its own stream.</summary>
    private sealed class BrokenService(params string[] streams) : HttpMessageHandler
    {
        public List<string?> LastIds { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var stream = streams[LastIds.Count];
            LastIds.Add(request.Headers.TryGetValues("Last-Event-ID", out var ids) ? ids.Single() : null);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(stream, Encoding.UTF8, "text/event-stream") });
        }
    }
}
