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
    public async Task A_cell_of_the_failures_leads_to_exactly_its_images()
    {
        string[] hosts = ["cell-a.example", "cell-b.example:8080", "cell-b.example"];
        var id = await Screens.Api.SubmitAsync([
            .. Enumerable
                .Range(0, 30)
                .Select(visit =>
                    (
                        "S1",
                        (string[])
                            [$"http://{hosts[visit % 3]}/{(visit % 2 == 0 ? "missing" : "cut")}-{visit}", $"http://{hosts[visit % 3]}/ok"]
                    )
                ),
        ]);
        await Screens.Api.EndAsync(id);
        foreach (var scripts in (bool[])[false, true])
        {
            var page = await Screens.OpenAsync(ScreenFixture.Job(id), new BrowserNewContextOptions { JavaScriptEnabled = scripts });
            for (var cell = 0; cell < 6; cell++)
            {
                var link = page.Locator("#failures tbody td:not(.sum) a").Nth(cell);
                var count = int.Parse(await link.InnerTextAsync(), CultureInfo.InvariantCulture);
                await link.ClickAsync();
                await page.WaitForURLAsync("**host=*");
                var query = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query);
                var urls = await page.EvaluateAsync<string[]>(
                    "[...document.querySelectorAll('#paged tbody a.url')].map(link => link.href)"
                );
                Assert.Equal(count, urls.Length);

                Assert.All(urls, url => Assert.Contains(query["reason"] == "http_404" ? "missing" : "cut", url, StringComparison.Ordinal));
                Assert.All(urls, url => Assert.StartsWith($"http://{query["host"]!.TrimEnd(':')}/", url, StringComparison.Ordinal));
            }

            await page.Context.DisposeAsync();
        }
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
    public async Task A_hostile_name_of_a_store_is_a_text_and_keeps_the_layout()
    {
        var page = await Screens.OpenAsync(
            "/",
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 360, Height = 740 },
            }
        );
        foreach (
            var path in (string[])
                [
                    "/stores",
                    $"/stores/{ScreenFixture.HostileStore}",
                    $"{ScreenFixture.Job(Screens.Hostile)}/visits/2/images/0",
                    $"/photos?store={ScreenFixture.HostileStore}",
                    $"/photos/sheet?p={Screens.Hostile}.2.0&p={Screens.Hostile}.2.1",
                    $"/photos/compare?after={Screens.Hostile}.2",
                ]
        )
        {
            await page.GotoAsync(Screens.Base + path);
            Assert.Contains(ScreenFixture.Markup, await page.Locator("main").InnerTextAsync());
            Assert.Equal(0, await page.Locator("main script, main img:not([src^='/api/v1/'])").CountAsync());
            Assert.Equal((path, 360), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }

        // Text that changes the direction ends within its element.
        Assert.Equal(
            "bdi",
            await page.EvaluateAsync<string>(
                """
                name => {
                  const texts = document.createNodeIterator(document.querySelector('main'), NodeFilter.SHOW_TEXT);
                  for (let text; (text = texts.nextNode()); ) if (text.data.includes(name)) return text.parentElement.closest('bdi')?.localName ?? text.parentElement.outerHTML.slice(0, 200);
                  return 'not found';
                }
                """,
                ScreenFixture.RightToLeft
            )
        );
    }

    /// <summary>The service accepts no other schemes. A page does not rely on it.</summary>
    [Fact]
    public async Task Only_http_and_https_become_links()
    {
        var id = await Screens.Api.SubmitAsync(
            ("S3", [.. Enumerable.Range(0, 60).Select(image => $"http://scheme.example/missing-{image}")])
        );
        await Screens.Api.EndAsync(id);
        Screens.Product.Write(
            $"UPDATE visits SET image_urls = replace(image_urls, 'http://scheme.example/', 'javascript://scheme.example/%0aalert(1)//') WHERE job_id = {id}"
        );
        foreach (var scripts in (bool[])[false, true])
        {
            var page = await Screens.OpenAsync(
                ScreenFixture.Job(id),
                new BrowserNewContextOptions { BaseURL = Screens.Base, JavaScriptEnabled = scripts }
            );
            foreach (
                var path in (string[])
                    [
                        ScreenFixture.Job(id),
                        $"{ScreenFixture.Job(id)}/visits/0/images/0",
                        $"{ScreenFixture.Job(id)}?tab=visits",
                        "/failures?store=S3",
                        $"/photos?job={id}",
                    ]
            )
            {
                await page.GotoAsync(path);
                if (path == ScreenFixture.Job(id) && scripts)
                {
                    // The second page of rows is written by a script.
                    await page.Locator("#virtual input[name=visit]").FillAsync("0");
                    await page.Keyboard.PressAsync("Enter");
                    await Assertions.Expect(page.Locator("#virtual tbody tr").First).ToContainTextAsync("missing-0");
                }

                Assert.Equal((path, 0), (path, await page.Locator("[href^='javascript' i], [src^='javascript' i]").CountAsync()));
            }

            await page.Context.DisposeAsync();
        }
    }
}
