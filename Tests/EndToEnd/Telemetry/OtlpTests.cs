using System.Net.Http.Json;

namespace RetailPulse.Tests.EndToEnd.Telemetry;

/// <summary>Tests what a process exports over OTLP while a job runs.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private readonly SqliteFolder folder = new();
    private OtlpReceiver otlp = null!;
    private ImageServer images = null!;
    private WebhookReceiver webhooks = null!;

    public async ValueTask InitializeAsync()
    {
        otlp = await OtlpReceiver.StartAsync();
        images = await ImageServer.StartAsync();
        images.Missing = "gone.gif";
        webhooks = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await webhooks.DisposeAsync();
        await images.DisposeAsync();
        await otlp.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_job_is_traced_from_its_submission_to_its_webhook()
    {
        await using var front = await StartAsync();
        await SubmitAsync(front.Http);
        await Eventually.TrueAsync(() => webhooks.Received.Count > 0, "the webhook arrives");
        await Eventually.TrueAsync(
            () => otlp.Spans.Any(span => span.Name == "job.run") && Named("image.attempt").Count() == 2 && Named("ledger.commit").Any(),
            "the spans arrive"
        );

        var submit = Assert.Single(Named("submit"));
        Assert.Equal(Trace, submit.Trace);
        var run = Assert.Single(Named("job.run"));
        Assert.NotEqual(Trace, run.Trace);
        Assert.Equal(("", Trace), (run.Parent, Assert.Single(run.Links)));
        var visit = Assert.Single(Named("visit"));
        Assert.Equal((run.Trace, run.Id, "0"), (visit.Trace, visit.Parent, visit.Attributes["retailpulse.visit"]));

        var measured = Assert.Single(Named("image.attempt"), attempt => !attempt.Failed);
        Assert.Equal((visit.Id, "gif"), (measured.Parent, measured.Attributes["image.format"]));
        var failed = Assert.Single(Named("image.attempt"), attempt => attempt.Failed);
        Assert.Equal((run.Id, "http_404"), (failed.Parent, failed.Attributes["error.type"]));
        Assert.All(Named("ledger.commit"), commit => Assert.Contains(visit.Trace, commit.Links));

        Assert.Contains(Trace, webhooks.Received[0].Headers["traceparent"].ToString());
        Assert.Empty(images.Traceparents);
        AssertNoPaths();
    }

    [Fact]
    public async Task Metrics_have_their_names_and_units_and_the_service()
    {
        await using var front = await StartAsync();
        await SubmitAsync(front.Http);
        string[] expected =
        [
            "retailpulse RetailPulse retailpulse.image.processed {image}",
            "retailpulse RetailPulse retailpulse.image.stage.duration s",
            "retailpulse RetailPulse retailpulse.slot.usage {slot}",
            "retailpulse System.Runtime dotnet.gc.collections {collection}",
        ];
        await Eventually.TrueAsync(
            () => !expected.Except(otlp.Metrics.Select(metric => $"{metric.Service} {metric.Meter} {metric.Name} {metric.Unit}")).Any(),
            "the metrics arrive"
        );
    }

    /// <summary>Paths and queries of images carry signatures.</summary>
    private void AssertNoPaths()
    {
        var values = otlp.Spans.SelectMany(span => span.Attributes.Values).ToList();
        Assert.Contains("127.0.0.1", values);
        Assert.DoesNotContain(values, value => value.Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(".gif", StringComparison.Ordinal));
    }

    private IEnumerable<ReceivedSpan> Named(string name) => otlp.Spans.Where(span => span.Name == name);

    private Task<ProductProcess> StartAsync() =>
        ProductProcess.StartFrontEndAsync(
            new ProcessEnvironment { Variables = otlp.Variables },
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Telemetry:TraceEvery=2",
            "--RetailPulse:Gpu:MinSleep=0",
            "--RetailPulse:Gpu:MaxSleep=0",
            $"--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:{webhooks.Port}",
            images.Allowed
        );

    /// <summary>Submits a job whose first visit is traced, and whose second one has a failed image.</summary>
    private async Task SubmitAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs")
        {
            Content = JsonContent.Create(
                new
                {
                    count = 2,
                    callback_url = webhooks.Url,
                    visits = new[] { Visit("right.gif"), Visit("gone.gif") },
                }
            ),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());

        object Visit(string path) =>
            new
            {
                store_id = "S00339218",
                image_url = new[] { new Uri(images.Address, $"{path}?secret=signature") },
                visit_time = "time of store visit",
            };
    }
}
