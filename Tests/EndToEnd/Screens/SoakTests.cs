using System.Globalization;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Whether a page stays small while very many events arrive.</summary>
[Collection(ScreenTests.Name)]
public sealed class SoakTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private const int EventsPerSecond = 1_000;
    private const long MaxGrowth = 10_000_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>30 s; the promise is for 5 minutes, which the variable RETAILPULSE_SOAK_SECONDS can set.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("RETAILPULSE_SOAK_SECONDS") ?? "30", CultureInfo.InvariantCulture)
    );

    [Fact]
    public async Task A_page_does_not_grow_at_1000_events_per_second()
    {
        await using var service = await BusyService.StartAsync(Screens.Product.Http.BaseAddress!, EventsPerSecond);
        await using var browser = await Screens.Browser.BrowserType.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--expose-gc", "--enable-precise-memory-info"],
            }
        );
        var page = await browser.NewPageAsync();
        var refreshes = 0;
        page.Request += (_, request) => refreshes += request.ResourceType == "fetch" ? 1 : 0;
        await page.GotoAsync($"{service.Address}/jobs");
        await ArrivedAsync(service, WarmUp);
        var before = await MeasureAsync(page);
        await ArrivedAsync(service, WarmUp + Duration);
        var after = await MeasureAsync(page);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"After {service.Events:N0} events and {refreshes} refreshes: heap {before.Heap / 1e6:0.0} to {after.Heap / 1e6:0.0} MB, {before.Nodes} to {after.Nodes} elements."
        );
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        Assert.InRange(refreshes, Duration.TotalSeconds / 5, 1.2 * (WarmUp + Duration).TotalSeconds);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, MaxGrowth);
        Assert.Equal(before.Nodes, after.Nodes);
        Assert.Equal(1, service.Streams);
    }

    /// <summary>Returns when the events of this time were sent.</summary>
    private static Task ArrivedAsync(BusyService service, TimeSpan time) =>
        Eventually.TrueAsync(
            () => service.Events >= EventsPerSecond * time.TotalSeconds,
            "the events are sent",
            seconds: 120 + (int)(2 * time.TotalSeconds)
        );

    private static async Task<(long Heap, int Nodes)> MeasureAsync(IPage page)
    {
        var seen = await page.EvaluateAsync<double[]>("(gc(), [performance.memory.usedJSHeapSize, document.querySelectorAll('*').length])");
        return ((long)seen[0], (int)seen[1]);
    }
}
