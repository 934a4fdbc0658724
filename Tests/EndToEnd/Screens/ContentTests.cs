using System.Globalization;
using Microsoft.Playwright;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What the screens say.</summary>
[Collection(ScreenTests.Name)]
public sealed class ContentTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task Without_scripts_everything_can_be_read()
    {
        var page = await Screens.OpenAsync("/jobs", new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.Locator("table.jobs a").First.ClickAsync();
        Assert.Contains("/jobs/", page.Url, StringComparison.Ordinal);
        await page.GotoAsync($"{Screens.Base}{ScreenFixture.Job(Screens.Failed)}");
        Assert.Contains("120", await page.Locator(".is-measured dd").InnerTextAsync());
        await page.Locator("#failures a").First.ClickAsync();
        Assert.Equal(1, await page.Locator("table.images tbody tr").CountAsync());
        await page.Locator("table.images tbody a").First.ClickAsync();
        Assert.True(await page.Locator(".image-detail .notice").IsVisibleAsync());
        await page.GotoAsync($"{Screens.Base}{ScreenFixture.Job(Screens.Failed)}");
        Assert.Equal(50, await page.Locator("table.images tbody tr").CountAsync());
        await page.Locator("a[rel=next]").ClickAsync();
        await page.Locator("a[rel=next]").ClickAsync();
        Assert.Equal(23, await page.Locator("table.images tbody tr").CountAsync());
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[download]").ClickAsync());
        Assert.Equal(124, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
        await page.GotoAsync($"{Screens.Base}{ScreenFixture.Job(Screens.Failed)}?tab=visits");
        Assert.Equal(3, await page.Locator("table.list tbody tr").CountAsync());
        await page.GotoAsync($"{Screens.Base}{ScreenFixture.Job(Screens.Failed)}?tab=timeline");
        Assert.Contains("Ended as failed: 120 measured, 3 failed", await page.Locator(".timeline").InnerTextAsync());
        await page.GotoAsync($"{Screens.Base}/failures");
        Assert.True(await page.Locator("table.list tbody tr").CountAsync() >= 3);
        await page.GotoAsync($"{Screens.Base}/stores/S1");
        Assert.True(await page.Locator("table.list tbody tr").CountAsync() >= 1);
        Assert.False(await page.Locator("#open-palette").IsVisibleAsync());
    }

    [Fact]
    public async Task Hostile_texts_appear_as_texts()
    {
        foreach (
            var path in (string[])
                [
                    ScreenFixture.Job(Screens.Hostile),
                    "/failures?reason=unknown_store",
                    $"{ScreenFixture.Job(Screens.Hostile)}/visits/0/images/1",
                ]
        )
        {
            var page = await Screens.OpenAsync(path);
            Assert.Equal(0, await page.Locator("main script, main img:not([src^='/api/v1/'])").CountAsync());
            Assert.DoesNotContain("broken", await page.TitleAsync());
            Assert.Contains(ScreenFixture.Markup, await page.Locator("main").InnerTextAsync());
            foreach (var link in await page.Locator("main a[target]").AllAsync())
            {
                Assert.StartsWith("http", await link.GetAttributeAsync("href"), StringComparison.Ordinal);
                Assert.Equal("noreferrer noopener", await link.GetAttributeAsync("rel"));
            }

            await page.Context.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_store_shows_when_it_was_visited_and_its_perimeters()
    {
        foreach (var date in (string[])["2031-03-02", "2031-04-11", "2031-04-12T09:30:00Z"])
            await Screens.Api.EndAsync(
                (
                    await Screens.Product.Client.Jobs.SubmitAsync(
                        new Submission([new VisitToMeasure("S2", ["http://a.example/1", "http://a.example/missing"], date)])
                    )
                ).Id
            );
        var page = await Screens.OpenAsync("/stores/S2", new BrowserNewContextOptions { JavaScriptEnabled = false });
        await Assertions
            .Expect(page.Locator(".month caption").Filter(new LocatorFilterOptions { HasText = "April 2031" }))
            .ToHaveCountAsync(1);
        Assert.Contains("days", await page.Locator(".chart svg").GetAttributeAsync("aria-label"));
        await page.Locator(".month").Filter(new LocatorFilterOptions { HasText = "April 2031" }).Locator("a.day").First.ClickAsync();
        await page.WaitForURLAsync("**/jobs/*?visit=0*");
    }

    [Fact]
    public async Task Hostile_texts_stay_texts_where_scripts_write_them()
    {
        var text = ScreenFixture.Markup + ScreenFixture.RightToLeft;
        var images = Enumerable
            .Range(0, 60)
            .Select(at => new ImageToMeasure($"http://a.example/missing?{at}&q={new string('x', at == 0 ? 2_000 : 1)}"));
        var id = (
            await Screens.Product.Client.Jobs.SubmitAsync(
                new Submission([new VisitToMeasure("S3", [.. images], text)], Label: ScreenFixture.Markup)
            )
        ).Id;
        await Screens.Api.EndAsync(id);
        var page = await Screens.OpenAsync(
            "/",
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 390, Height = 800 },
            }
        );
        foreach (
            var path in (string[])
                [
                    ScreenFixture.Job(id),
                    $"{ScreenFixture.Job(id)}?tab=visits",
                    $"/jobs?q={Uri.EscapeDataString(ScreenFixture.Markup)}",
                    "/stores/S3",
                ]
        )
        {
            await page.GotoAsync(Screens.Base + path);
            Assert.DoesNotContain("broken", await page.TitleAsync());
            Assert.Equal(0, await page.Locator("main script, main img:not([src^='/api/v1/'])").CountAsync());
            Assert.Contains(ScreenFixture.Markup, await page.Locator("main").InnerTextAsync());
            Assert.Equal((path, 390), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }

        await page.GotoAsync(Screens.Base + ScreenFixture.Job(id));
        await Assertions.Expect(page.Locator("#virtual tbody tr").First).ToContainTextAsync("Not found");
        foreach (var link in await page.Locator("#virtual tbody a[target]").AllAsync())
        {
            Assert.StartsWith("http://", await link.GetAttributeAsync("href"), StringComparison.Ordinal);
            Assert.Equal("noreferrer noopener", await link.GetAttributeAsync("rel"));
        }
    }

    [Fact]
    public async Task The_figures_are_those_of_the_api()
    {
        var ids = new List<long>();
        for (var at = 0; at < 100; at++)
            ids.Add(
                await Screens.Api.SubmitAsync(
                    (
                        "S3",
                        [
                            .. Enumerable
                                .Range(0, 1 + (at % 7))
                                .Select(image => $"http://c.example/{(image % 3 == 1 ? "missing" : "ok")}-{at}-{image}"),
                        ]
                    )
                )
            );
        var page = await Screens.OpenAsync("/", new BrowserNewContextOptions { JavaScriptEnabled = false });
        foreach (var id in ids)
        {
            var counts = (await Screens.Api.EndAsync(id)).GetProperty("counts");
            await page.GotoAsync(Screens.Base + ScreenFixture.Job(id));
            foreach (var name in (string[])["measured", "failed"])
                Assert.Equal(
                    counts.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture),
                    (await page.Locator($".is-{name} dd").First.InnerTextAsync()).Split('\n', ' ')[0]
                );
        }
    }
}
