using System.Globalization;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Whether a page stays small while very many events arrive.</summary>
[Collection(ScreenTests.Name)]
public sealed class SoakTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private const int EventsPerSecond = 1_000;
    private const long MaxGrowth = 10_000_000;

    /// <summary>30 s; the promise is for 5 minutes, which the variable RETAILPULSE_SOAK_SECONDS can set.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("RETAILPULSE_SOAK_SECONDS") ?? "30", CultureInfo.InvariantCulture)
    );

    /// <summary>Stands in for the stream of the browser, because no service in a test has 1,000 events per second for long.</summary>
    private const string Stream = """
        window.streams = 0;
        window.events = 0;
        window.EventSource = class extends EventTarget {
          static CLOSED = 2;
          readyState = 1;
          constructor() {
            super();
            window.streams++;
            setTimeout(() => this.onopen?.(), 10);
            const started = performance.now();
            this.timer = setInterval(() => {
              for (; window.events < (performance.now() - started) * RATE / 1000; window.events++)
                this.dispatchEvent(new MessageEvent('job_progress', { data: JSON.stringify({ job_id: 1 + window.events % 500 }) }));
            }, 10);
          }
          close() { clearInterval(this.timer); this.readyState = 2; }
        };
        """;

    [Fact]
    public async Task A_page_does_not_grow_at_1000_events_per_second()
    {
        await using var browser = await Screens.Browser.BrowserType.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--expose-gc", "--enable-precise-memory-info"],
            }
        );
        var page = await browser.NewPageAsync();
        await page.AddInitScriptAsync(Stream.Replace("RATE", $"{EventsPerSecond}", StringComparison.Ordinal));
        await page.GotoAsync($"{Screens.Base}/jobs");
        await AfterAsync(page, TimeSpan.FromSeconds(3));
        var before = await MeasureAsync(page);
        await AfterAsync(page, Duration);
        var after = await MeasureAsync(page);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"After {after.Events:N0} events: heap {before.Heap / 1e6:0.0} to {after.Heap / 1e6:0.0} MB, {before.Nodes} to {after.Nodes} elements."
        );
        Assert.InRange(after.Events, (long)(0.9 * EventsPerSecond * Duration.TotalSeconds), long.MaxValue);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, MaxGrowth);
        Assert.Equal(before.Nodes, after.Nodes);
        Assert.Equal(1, await page.EvaluateAsync<int>("window.streams"));
    }

    /// <summary>Returns when the events of this time have arrived.</summary>
    private static async Task AfterAsync(IPage page, TimeSpan time) =>
        await page.WaitForFunctionAsync(
            "count => window.events >= count",
            EventsPerSecond * time.TotalSeconds,
            new() { Timeout = 120_000 + (float)(2 * time.TotalMilliseconds), PollingInterval = 200 }
        );

    private static async Task<(long Heap, int Nodes, long Events)> MeasureAsync(IPage page)
    {
        var seen = await page.EvaluateAsync<double[]>(
            "(gc(), [performance.memory.usedJSHeapSize, document.querySelectorAll('*').length, window.events])"
        );
        return ((long)seen[0], (int)seen[1], (long)seen[2]);
    }
}
