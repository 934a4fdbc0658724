using System.Globalization;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Whether a page outlives its server.</summary>
public sealed class SurvivalTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_page_is_live_again_after_kill_9_of_its_server()
    {
        var first = await StartAsync("0");
        var address = first.Http.BaseAddress!;
        var api = new Api(first.Http);
        var old = await api.SubmitAsync(("S1", ["http://127.0.0.1:9/1.jpg"]));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-dev-shm-usage"] }
        );
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { BaseURL = $"{address}" });
        await page.GotoAsync("/jobs");
        var live = page.Locator("#live");
        await Assertions.Expect(live).ToHaveAttributeAsync("data-state", "open");
        await page.EvaluateAsync("window.untouched = true");

        await first.DisposeAsync();
        await Assertions.Expect(live).ToHaveAttributeAsync("data-state", "reconnecting");
        await Assertions.Expect(page.Locator("#age")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"data \d+ s old"));
        await Assertions.Expect(page.Locator($"table.jobs tr[data-key='{old}'] a").First).ToBeVisibleAsync();

        await using var second = await StartAsync(address.Port.ToString(CultureInfo.InvariantCulture));
        await Assertions.Expect(live).ToHaveAttributeAsync("data-state", "open");
        await new Api(second.Http).SubmitAsync(("S1", ["http://127.0.0.1:9/2.jpg"]));
        await Assertions.Expect(page.Locator("#fresh")).ToHaveTextAsync("1 new");
        Assert.True(await page.EvaluateAsync<bool>("window.untouched"));
    }

    private Task<ProductProcess> StartAsync(string port) =>
        ProductProcess.StartFrontEndAsync([
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            $"--urls=http://127.0.0.1:{port}",
        ]);
}
