using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.Fakes;

/// <summary>A request that came to a receiver.</summary>
internal sealed record ReceivedWebhook(string Path, string Body, IHeaderDictionary Headers)
{
    public string Id => Headers["webhook-id"].ToString();
}

/// <summary>Takes webhooks on a free port of this machine, and answers what the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedWebhook> received = new();

    private WebhookReceiver(WebApplication app) => this.app = app;

    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

    /// <summary>Status and body for the request of that number, from 1.</summary>
    public Func<int, (int Status, string Body)> Answer { get; set; } = _ => (204, "");

    public string Url => $"{app.Urls.First()}/hook";

    public int Port => new Uri(Url).Port;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        received.Enqueue(new ReceivedWebhook(context.Request.Path, body, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        var (status, answer) = Answer(received.Count);
        context.Response.StatusCode = status;
        if (status == 302) context.Response.Headers.Location = "/elsewhere";
        if (answer.Length > 0) await context.Response.WriteAsync(answer, context.RequestAborted);
    }
}
