using System.Globalization;
using System.Text.Json;
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

    [Fact]
    public async Task The_figures_of_100_random_jobs_are_those_of_the_api()
    {
        const string label = "truth";
        var random = new Random(11);
        var held = new TaskCompletionSource();
        (Screens.Product.Fetcher.Gate, Screens.Product.Fetcher.Gated) = (held.Task, url => url.Contains("held", StringComparison.Ordinal));
        var ids = new List<long>();
        try
        {
            for (var job = 0; job < 100; job++)
            {
                // Some jobs do not end, and of these, some are canceled.
                var kinds = job % 10 < 2 ? (string[])["ok", "missing", "held"] : ["ok", "ok", "missing", "cut"];
                var visits = Enumerable
                    .Range(0, random.Next(1, 4))
                    .Select(visit => new VisitToMeasure(
                        random.Next(10) == 0 ? "UNKNOWN" : $"S{random.Next(1, 4)}",
                        [
                            .. Enumerable
                                .Range(0, random.Next(1, 12))
                                .Select(image => new ImageToMeasure(
                                    $"http://h{random.Next(3)}.example/{kinds[random.Next(kinds.Length)]}-{visit}-{image}"
                                )),
                        ],
                        "2026-05-04"
                    ));
                var id = (await Screens.Product.Client.Jobs.SubmitAsync(new Submission([.. visits], Label: label))).Id;
                ids.Add(id);
                if (job % 10 == 1)
                    await Screens.Product.Client.Jobs.CancelAsync(id);
            }

            var page = await Screens.OpenAsync("/", new BrowserNewContextOptions { JavaScriptEnabled = false });
            foreach (var id in ids)
                await IsTrueAsync(page, id);
            var rows = new Dictionary<long, string>();
            await page.GotoAsync($"{Screens.Base}/jobs?q={label}");
            while (true)
            {
                foreach (
                    var row in await page.EvaluateAsync<string[]>(
                        "[...document.querySelectorAll('table.jobs tbody tr')].map(row => [row.dataset.key, row.querySelector('.bar').getAttribute('aria-label'), row.querySelector('.status').textContent.trim()].join('|'))"
                    )
                )
                    rows[long.Parse(row.Split('|')[0], CultureInfo.InvariantCulture)] = row[
                        (row.IndexOf('|', StringComparison.Ordinal) + 1)..
                    ];
                if (await page.Locator("a[rel=next]").CountAsync() == 0)
                    break;
                await page.Locator("a[rel=next]").ClickAsync();
            }

            foreach (var id in ids)
                Assert.Equal((id, RowOf(await Screens.Api.GetAsync($"jobs/{id}"))), (id, rows[id]));
        }
        finally
        {
            held.TrySetResult();
        }
    }

    /// <summary>Compares the page of a job with what the API returns before and after it, once both are the same.</summary>
    private async Task IsTrueAsync(IPage page, long id)
    {
        var (expected, seen) = ("", "");
        var same = await Eventually.HappensAsync(
            async () =>
            {
                expected = FiguresOf(await Screens.Api.GetAsync($"jobs/{id}"));
                await page.GotoAsync(Screens.Base + ScreenFixture.Job(id));
                seen = string.Join(
                    '\n',
                    await page.EvaluateAsync<string[]>(
                        """
                        (() => {
                          const figures = [...document.querySelectorAll('#progress .figure')].map(figure => [figure.querySelector('dt').textContent.trim(), figure.querySelector('dd').firstChild.data.trim()]);
                          const shown = figures.filter(([name]) => ['Measured', 'Failed', 'Running', 'Pending', 'Cancelled', 'Visits'].includes(name)).map(figure => figure.join(' '));
                          const hosts = [...document.querySelectorAll('#failures th.host')].map(host => host.title);
                          const rows = [...document.querySelectorAll('#failures tbody tr')].flatMap(row => hosts.map((host, at) => `${row.dataset.key} ${host} ${row.cells[at + 1].innerText.trim().split(/\s/)[0]}`));
                          return [document.querySelector('.title .status').textContent.trim(), ...shown, ...rows.filter(row => !row.endsWith('·')).sort()];
                        })()
                        """
                    )
                );
                return expected == seen;
            },
            seconds: 60
        );
        Assert.True(same, $"Job {id}:\n{expected}\nis shown as\n{seen}");
    }

    private static string FiguresOf(JsonElement job)
    {
        var counts = job.GetProperty("counts");
        var ongoing = job.GetProperty("status").GetString() == "ongoing";
        var figures = new List<(string Name, long Count, bool Shown)>
        {
            ("Measured", Count("measured"), true),
            ("Failed", Count("failed"), true),
            ("Running", Count("running"), ongoing),
            ("Pending", Count("pending"), ongoing),
            ("Cancelled", Count("cancelled"), Count("cancelled") > 0),
            ("Visits", job.GetProperty("visits").GetInt64(), true),
        };
        var failures = job.GetProperty("failures")
            .GetProperty("largest")
            .EnumerateArray()
            .Select(group =>
                $"{group.GetProperty("reason").GetString()} {group.GetProperty("host").GetString()} {group.GetProperty("images").GetInt64()}"
            )
            .Order(StringComparer.Ordinal);
        return string.Join(
            '\n',
            [
                job.GetProperty("status").GetString()!,
                .. figures.Where(figure => figure.Shown).Select(figure => $"{figure.Name} {figure.Count}"),
                .. failures,
            ]
        );

        long Count(string name) => counts.GetProperty(name).GetInt64();
    }

    private static string RowOf(JsonElement job)
    {
        var counts = job.GetProperty("counts");
        var parts = ((string[])["measured", "failed", "running", "cancelled", "pending"])
            .Select(name => (Name: name, Count: counts.GetProperty(name).GetInt64()))
            .Where(part => part.Count > 0)
            .Select(part => $"{part.Count} {part.Name}");
        var total = counts.GetProperty("total").GetInt64();
        return $"{string.Join(", ", parts)} of {total} image{(total == 1 ? "" : "s")}|{job.GetProperty("status").GetString()}";
    }
}
