using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.Support.Telemetry;

/// <summary>A span that a process has exported.</summary>
/// <param name="Parent">Id of the parent; empty for the first span of a trace.</param>
/// <param name="Links">Ids of the traces to which it is linked.</param>
internal sealed record ReceivedSpan(
    string Trace,
    string Id,
    string Parent,
    string Name,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Links,
    bool Failed
);

/// <summary>A metric that a process has exported.</summary>
internal sealed record ReceivedMetric(string Service, string Meter, string Name, string Unit);

/// <summary>Receives OTLP over HTTP on a free port of this machine, and parses its messages.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedSpan> spans = [];
    private readonly ConcurrentQueue<ReceivedMetric> metrics = [];

    private OtlpReceiver(WebApplication app) => this.app = app;

    public IReadOnlyCollection<ReceivedSpan> Spans => spans;

    public IReadOnlyCollection<ReceivedMetric> Metrics => metrics;

    /// <summary>Variables with which a process exports to this receiver, without delay.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", app.Urls.First()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.MapPost("/v1/traces", context => ReceiveAsync(context, receiver.TakeSpans));
        receiver.app.MapPost("/v1/metrics", context => ReceiveAsync(context, receiver.TakeMetrics));
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task ReceiveAsync(HttpContext context, Action<Protobuf> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        take(new Protobuf(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }

    private void TakeSpans(Protobuf request)
    {
        foreach (var span in request.Messages(1).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2)))
        {
            spans.Enqueue(
                new ReceivedSpan(
                    span.Hex(1),
                    span.Hex(2),
                    span.Hex(4),
                    span.Text(5),
                    Attributes(span, 9),
                    [.. span.Messages(13).Select(link => link.Hex(1))],
                    span.Messages(15).Any(status => status.Number(3) == 2)
                )
            );
        }
    }

    private void TakeMetrics(Protobuf request)
    {
        foreach (var resource in request.Messages(1))
        {
            var service = resource.Messages(1).Select(found => Attributes(found, 1)).Single()["service.name"];
            foreach (var scope in resource.Messages(2))
            {
                foreach (var metric in scope.Messages(2))
                    metrics.Enqueue(new ReceivedMetric(service, scope.Messages(1).Single().Text(1), metric.Text(1), metric.Text(3)));
            }
        }
    }

    private static Dictionary<string, string> Attributes(Protobuf owner, int number) =>
        owner.Messages(number).ToDictionary(pair => pair.Text(1), pair => Value(pair.Messages(2).Single()));

    private static string Value(Protobuf any) =>
        any.Has(1) ? any.Text(1)
        : any.Has(3) ? any.Number(3).ToString(CultureInfo.InvariantCulture)
        : any.Has(2) ? any.Number(2).ToString(CultureInfo.InvariantCulture)
        : "";
}
