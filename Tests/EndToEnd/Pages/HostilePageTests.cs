namespace RetailPulse.Tests.EndToEnd.Pages;

/// <summary>Web pages in a real browser on the machine of a service without keys.</summary>
public sealed class HostilePageTests : IAsyncLifetime
{
    private const string Secret = "/api/v1/webhooks/secret";

    private readonly TaskCompletionSource held = new();
    private WebPage page = null!;
    private Product product = null!;

    private int Port => product.Http.BaseAddress!.Port;

    public async ValueTask InitializeAsync()
    {
        page = await WebPage.StartAsync();
        product = new Product(Path.GetTempPath(), settings: ("RetailPulse:Api:AllowedOrigins:0", $"http://trusted.example:{page.Port}"));
        product.Fetcher.Gate = held.Task;
        await product.InitializeAsync();
        page.Product = product.Http.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        held.TrySetResult();
        await product.DisposeAsync();
        await page.DisposeAsync();
    }

    [Theory]
    [InlineData("evil.example", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    [InlineData("localhost", "127.0.0.1")]
    public async Task A_page_of_another_origin_changes_nothing(string site, string target)
    {
        var api = new Api(product.Http);
        var job = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        var before = await product.Http.GetStringAsync(Secret);
        page.Script = $$"""
            const service = "http://{{target}}:{{Port}}";
            await attempt("alive", service + "/alive", { mode: "no-cors" });
            await attempt("rotate", service + "{{Secret}}/rotate", { method: "POST", mode: "no-cors" });
            await attempt("cancel", service + "/api/v1/jobs/{{job}}/cancel", { method: "POST", mode: "no-cors" });
            await attempt("submit", service + "/api/submit", { method: "POST", mode: "no-cors", body: "{}" });
            await attempt("replace", service + "/api/v1/stores", { method: "PUT", headers: { "Content-Type": "text/csv" }, body: "store_id,store_name,area_code" });
            await attempt("read", service + "{{Secret}}");
            const form = document.createElement("form");
            [form.method, form.action, form.target] = ["POST", service + "{{Secret}}/rotate", "frame"];
            const frame = document.createElement("iframe");
            frame.name = "frame";
            document.documentElement.append(frame, form);
            const loaded = new Promise(resolve => frame.addEventListener("load", resolve));
            form.submit();
            await Promise.race([loaded, new Promise(resolve => setTimeout(resolve, 2000))]);
            """;

        var results = await Chromium.OpenAsync(page, site);
        Assert.Equal(("failed", "failed", "failed", "failed"), (results["alive"], results["rotate"], results["replace"], results["read"]));
        Assert.Equal(before, await product.Http.GetStringAsync(Secret));
        Assert.Equal("ongoing", (await api.GetAsync($"jobs/{job}")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost")]
    public async Task A_page_of_another_origin_shows_no_picture(string site)
    {
        held.TrySetResult();
        var api = new Api(product.Http);
        var job = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(job);
        page.Script = $$"""
            const service = "http://127.0.0.1:{{Port}}";
            const show = source => new Promise(resolve => {
              const picture = new Image();
              picture.onload = () => resolve("shown " + picture.naturalWidth);
              picture.onerror = () => resolve("failed");
              picture.src = service + source;
            });
            results["thumbnail"] = await show("/api/v1/jobs/{{job}}/visits/0/images/0/thumbnail?size=160");
            results["sample"] = await show("/samples/shelf-front.jpg");
            """;
        var results = await Chromium.OpenAsync(page, site);
        Assert.Equal(("failed", "failed"), (results["thumbnail"], results["sample"]));
    }

    [Fact]
    public async Task A_page_whose_name_was_moved_to_this_machine_reads_nothing()
    {
        page.Script = $$"""
            await attempt("secret", "{{Secret}}");
            await attempt("rotate", "{{Secret}}/rotate", { method: "POST" });
            await attempt("status", "/api/status?jobid=1");
            await attempt("dashboard", "/dashboard/DashboardCounters");
            """;
        var results = await Chromium.OpenAsync(page, "rebound.example");
        Assert.All(results, result => Assert.StartsWith("421 ", result.Value, StringComparison.Ordinal));
        Assert.Equal(4, results.Count);
        Assert.DoesNotContain("whsec_", string.Concat(results.Values));
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_read_and_submit()
    {
        page.Script = $$$"""
            const service = "http://127.0.0.1:{{{Port}}}";
            const body = '{"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/1"],"visit_time":"t"}]}';
            await attempt("submit", service + "/api/v1/jobs", { method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": "k" }, body });
            await attempt("read", service + "/api/v1/jobs");
            """;
        var results = await Chromium.OpenAsync(page, "trusted.example");
        Assert.StartsWith("202 ", results["submit"], StringComparison.Ordinal);
        Assert.StartsWith("200 ", results["read"], StringComparison.Ordinal);
    }
}
