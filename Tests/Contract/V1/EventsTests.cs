using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/events</c> over real sockets.</summary>
public sealed class EventsTests : IAsyncLifetime
{
    private readonly KeyedProduct keyed = new();

    private Product Product => keyed.Product;

    public ValueTask InitializeAsync()
    {
        Product.Fetcher.Answer = (url, _) =>
            url.Contains("bad", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        return keyed.InitializeAsync();
    }

    public ValueTask DisposeAsync() => keyed.DisposeAsync();

    [Fact]
    public async Task A_tenant_receives_all_events_of_its_own_jobs_only()
    {
        await using var acme = await ListenAsync("acme-read");
        await using var zeta = await ListenAsync("zeta-submit");
        var gate = new TaskCompletionSource();
        Product.Fetcher.Gate = gate.Task;
        var id = await SubmitAsync("acme-submit", "http://a.example/bad", "http://a.example/good");
        var progress = await acme.UntilAsync("job_progress");
        Assert.Equal((id, 2, 0), (Job(progress), Number(progress, "total"), Number(progress, "measured")));
        gate.SetResult();
        await acme.UntilAsync("job_ended");
        await keyed.SendAsync("acme-submit", HttpMethod.Post, $"/api/v1/jobs/{id}/retry");
        await acme.UntilAsync("job_retried");
        await acme.UntilAsync("job_ended");

        Assert.Equal(
            ["job_submitted", "image_failed", "job_ended", "job_retried", "image_failed", "job_ended"],
            acme.Heard.Where(item => item.EventType != "job_progress").Select(item => item.EventType)
        );
        Assert.All(acme.Heard, item => Assert.Equal(id, Job(item)));
        Assert.All(acme.Heard, item => Assert.Null(ApiDocument.Committed.JudgeEvent(item.EventType, item.Data, "/api/v1/events")));
        var ends = acme.Heard.Where(item => item.EventType == "job_ended").Select(item => item.Data).ToList();
        Assert.Equal(
            [(0, "failed", 2, 1, 1), (1, "failed", 2, 1, 1)],
            ends.Select(end =>
                (
                    end.GetProperty("run").GetInt32(),
                    end.GetProperty("status").GetString(),
                    end.GetProperty("total").GetInt32(),
                    end.GetProperty("measured").GetInt32(),
                    end.GetProperty("failed").GetInt32()
                )
            )
        );
        var failure = acme.Heard.First(item => item.EventType == "image_failed").Data;
        Assert.Equal(
            ("http://a.example/bad", "http_404", "S1"),
            (failure.GetProperty("url").GetString(), failure.GetProperty("reason").GetString(), failure.GetProperty("store_id").GetString())
        );

        var other = await SubmitAsync("zeta-submit", "http://a.example/good");
        await zeta.UntilAsync("job_ended");
        Assert.All(zeta.Heard, item => Assert.Equal(other, Job(item)));
    }

    [Fact]
    public async Task A_reconnecting_client_gets_each_missed_event_once()
    {
        string position;
        long first;
        await using (var listener = await ListenAsync("acme-read"))
        {
            first = await SubmitAsync("acme-submit", "http://a.example/bad");
            var submitted = await listener.UntilAsync("job_submitted");
            position = submitted.EventId!;
        }

        await EndAsync(first);
        var second = await SubmitAsync("acme-submit", "http://a.example/good");
        await EndAsync(second);
        await using var again = await ListenAsync("acme-read", position);
        await again.UntilAsync("job_ended");
        await again.UntilAsync("job_ended");
        Assert.Equal(
            [$"image_failed {first}", $"job_ended {first}", $"job_submitted {second}", $"job_ended {second}"],
            again.Heard.Where(item => item.EventType != "job_progress").Select(item => $"{item.EventType} {Job(item)}")
        );
    }

    [Fact]
    public async Task The_client_reports_events_and_a_position_to_continue_from()
    {
        var client = new RetailPulseClient(Product.Http, new RetailPulseClientOptions { ApiKey = "acme-submit" });
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var events = client.Events.ListenAsync(cancellationToken: enough.Token).GetAsyncEnumerator(enough.Token);
        var next = events.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => Product.Answers.Seen.Any(seen => seen.Operation == "GET /api/v1/events"), "it listens");
        var job = await client.Jobs.SubmitAsync(new Submission([new VisitToMeasure("S1", ["http://a.example/good"], "t")]));
        Assert.True(await next);
        Assert.Equal((job.Id, 1, 1), events.Current.Event is JobSubmitted told ? (told.JobId, told.Visits, told.Images) : default);
        var after = events.Current.Id;
        await foreach (var later in client.Events.ListenAsync(after, enough.Token))
        {
            Assert.IsNotType<JobSubmitted>(later.Event);
            if (later.Event is JobEnded ended)
            {
                Assert.Equal((job.Id, JobStatus.Completed, 1), (ended.JobId, ended.Status, ended.Measured));
                break;
            }
        }
    }

    [Fact]
    public async Task A_position_that_no_stream_wrote_is_a_gap()
    {
        await using var listener = await ListenAsync("acme-read", "yesterday");
        var gap = await listener.UntilAsync("gap");
        Assert.Equal("unknown_position", gap.Data.GetProperty("cause").GetString());
        var id = await SubmitAsync("acme-submit", "http://a.example/good");
        Assert.Equal(id, Job(await listener.UntilAsync("job_submitted")));
    }

    private static long Job(SseItem<JsonElement> item) => item.Data.GetProperty("job_id").GetInt64();

    private static int Number(SseItem<JsonElement> item, string name) => item.Data.GetProperty(name).GetInt32();

    private async Task<long> SubmitAsync(string key, params string[] urls) =>
        (await keyed.SendAsync(key, HttpMethod.Post, "/api/v1/jobs", KeyedProduct.Job(urls))).Body.GetProperty("id").GetInt64();

    private Task EndAsync(long id) =>
        Eventually.TrueAsync(
            () => Product.Count($"SELECT count(*) FROM jobs WHERE job_id = {id} AND ended_at IS NOT NULL") == 1,
            "the end is recorded"
        );

    private async Task<Listening> ListenAsync(string key, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add("X-Api-Key", key);
        if (last is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        var response = await Product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        return new Listening(response, await response.Content.ReadAsStreamAsync());
    }

    private sealed class Listening(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<JsonElement>> events = SseParser
            .Create(body, (_, bytes) => JsonElement.Parse(bytes))
            .EnumerateAsync()
            .GetAsyncEnumerator();

        public List<SseItem<JsonElement>> Heard { get; } = [];

        public async Task<SseItem<JsonElement>> UntilAsync(string name)
        {
            while (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)))
            {
                Heard.Add(events.Current);
                if (events.Current.EventType == name)
                    return events.Current;
            }

            throw new InvalidOperationException("The stream ended.");
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            await body.DisposeAsync();
            response.Dispose();
        }
    }
}
