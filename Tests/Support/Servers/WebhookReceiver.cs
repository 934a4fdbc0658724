using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.Support.Servers;

/// <summary>A request that came to a receiver.</summary>
internal sealed record ReceivedWebhook(string Path, string Body, IHeaderDictionary Headers)
{
    public string Id => Headers["webhook-id"].ToString();
}

/// <summary>Takes webhooks, or other posts, on a free port of this machine, and answers what the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedWebhook> received = new();
    private readonly Lock gate = new();
    private int atOnce;

    private WebhookReceiver(WebApplication app) => this.app = app;

    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

    /// <summary>Holds every answer back until it is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The header <c>Retry-After</c> of what is not a 2xx.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Status and body for the request of that number, from 1.</summary>
    public Func<int, (int Status, string Body)> Answer { get; set; } = _ => (204, "");

    /// <summary>Maximum number of requests that were here at once.</summary>
    public int MostAtOnce { get; private set; }

    public string Url => $"{app.Urls.First()}/hook";

    public int Port => new Uri(Url).Port;

    /// <param name="address">Address of this machine. Senders treat each address as a separate host.</param>
    public static async Task<WebhookReceiver> StartAsync(string address = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        lock (gate)
            MostAtOnce = Math.Max(MostAtOnce, ++atOnce);
        try
        {
            await AnswerAsync(context);
        }
        finally
        {
            lock (gate)
                atOnce--;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        received.Enqueue(new ReceivedWebhook(context.Request.Path, body, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        var (status, answer) = Answer(received.Count);
        await Gate.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = status;
        if (status >= 300 && RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        if (status == 302)
            context.Response.Headers.Location = "/elsewhere";
        if (answer.Length > 0)
            await context.Response.WriteAsync(answer, context.RequestAborted);
    }
}
