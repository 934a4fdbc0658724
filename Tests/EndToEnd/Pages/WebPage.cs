using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.EndToEnd.Pages;

/// <summary>
/// A web site with one page, whose script attempts requests and reports what came of them. Every other path is relayed to the product under
/// the site's own name: to the product, this is a site whose name was moved to the product's address (DNS rebinding).
/// </summary>
internal sealed class WebPage : IAsyncDisposable
{
    private const string Frame = """
        <!doctype html><meta charset="utf-8"><script type="module">
        const results = {};
        async function attempt(name, url, options) {
          try {
            const response = await fetch(url, options);
            results[name] = response.type === "opaque" ? "opaque" : `${response.status} ${await response.text()}`;
          } catch (error) {
            results[name] = "failed";
          }
        }
        SCRIPT
        await fetch("/report", { method: "POST", body: JSON.stringify(results) });
        </script>
        """;

    private readonly WebApplication app;
    private readonly TaskCompletionSource<string> report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient relay = new(new SocketsHttpHandler { UseProxy = false });

    private WebPage(WebApplication app) => this.app = app;

    /// <summary>Script of the page: calls of <c>attempt(name, url, options)</c>.</summary>
    public string Script { get; set; } = "";

    /// <summary>Address of the product, to which other paths are relayed.</summary>
    public Uri? Product { get; set; }

    public int Port => new Uri(app.Urls.First()).Port;

    /// <summary>Completes with the results as JSON.</summary>
    public Task<string> Report => report.Task;

    public static async Task<WebPage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var page = new WebPage(builder.Build());
        page.app.Run(page.ServeAsync);
        await page.app.StartAsync();
        return page;
    }

    public ValueTask DisposeAsync()
    {
        relay.Dispose();
        return app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == "/")
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(Frame.Replace("SCRIPT", Script, StringComparison.Ordinal));
        }
        else if (context.Request.Path == "/report")
        {
            using var reader = new StreamReader(context.Request.Body);
            report.TrySetResult(await reader.ReadToEndAsync());
        }
        else
        {
            await RelayAsync(context);
        }
    }

    private async Task RelayAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Product!, context.Request.Path.Value));
        foreach (var (name, value) in context.Request.Headers)
            request.Headers.TryAddWithoutValidation(name, value.ToArray());
        using var response = await relay.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        await response.Content.CopyToAsync(context.Response.Body);
    }
}
