using System.Net;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>The document and its page, which every front end serves the same, without a key.</summary>
internal sealed class ReferenceSteps(Scene scene)
{
    public IEnumerable<Func<Task>> All => [The_document_is_the_committed_one, The_page_comes_with_its_script];

    private async Task The_document_is_the_committed_one()
    {
        foreach (var front in scene.Deployment.Fronts)
            Assert.Equal(ApiDocument.Committed.Text, await front.Http.GetStringAsync("/openapi/v1.json") + "\n");
    }

    private async Task The_page_comes_with_its_script()
    {
        var page = await scene.Last.GetStringAsync("/docs/");
        var script = page.Split('"').First(part => part.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains("\"openapi/v1.json\"", page);
        using var loaded = await scene.Last.GetAsync($"/docs/{script}");
        Assert.Equal((HttpStatusCode.OK, true), (loaded.StatusCode, (await loaded.Content.ReadAsByteArrayAsync()).Length > 100_000));
    }
}
