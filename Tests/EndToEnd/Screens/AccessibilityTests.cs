using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Whether people can use the console who cannot see it well, have no mouse, or have a narrow screen.</summary>
[Collection(ScreenTests.Name)]
public sealed partial class AccessibilityTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    /// <summary>The rules whose results depend on colors. The others find the same in both themes.</summary>
    private static readonly string[] Colors = ["color-contrast", "link-in-text-block"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_any_screen(ColorScheme theme)
    {
        var page = await Screens.OpenAsync("/", new BrowserNewContextOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        var found = new List<string>();
        string[] others =
        [
            ScreenFixture.Job(Screens.Hostile),
            "/jobs/999999",
            "/failures?host=nowhere",
            "/stores?q=nowhere",
            "/photos/sheet?p=x",
        ];
        foreach (var path in Screens.Paths.Concat(others))
        {
            await page.GotoAsync(Screens.Base + path);
            found.AddRange(
                (await Axe.FindViolationsAsync(page, theme == ColorScheme.Light ? [] : Colors)).Select(violation => $"{path}: {violation}")
            );
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task Axe_finds_what_nobody_can_hear_read_or_hit()
    {
        var page = await Screens.OpenAsync("/", new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await page.GotoAsync("about:blank");
        await page.SetContentAsync(
            "<main><h1><font color='#dddddd'>Photos</font></h1><img src='/favicon.ico'><div style='font-size:8px'><button style='padding:0'>a</button><button style='padding:0'>b</button></div></main>"
        );
        Assert.Equal("color-contrast", (await Axe.FindViolationsAsync(page, Colors)).Single().Split(':')[0]);
        Assert.Contains(await Axe.FindViolationsAsync(page), violation => violation.StartsWith("image-alt:", StringComparison.Ordinal));
        Assert.Contains(await Axe.FindViolationsAsync(page), violation => violation.StartsWith("target-size:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(320)]
    [InlineData(720)]
    public async Task No_screen_scrolls_sideways(int width)
    {
        var page = await Screens.OpenAsync(
            "/",
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 640 },
            }
        );
        foreach (var path in Screens.Paths.Append(ScreenFixture.Job(Screens.Hostile)).Append("/jobs/999999"))
        {
            await page.GotoAsync(Screens.Base + path);
            Assert.Equal((path, width), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }
    }

    /// <summary>The clock of the page is moved, and each refresh shows another state.</summary>
    [Fact]
    public async Task Changes_are_announced_at_most_every_5_s_and_the_last_is()
    {
        const int changes = 14;
        var state = 0;
        var page = await Screens.OpenAsync("/jobs");
        await page.Clock.InstallAsync();
        await page.RouteAsync(
            Screens.Base + ScreenFixture.Job(Screens.Failed),
            async route =>
            {
                if (route.Request.ResourceType != "fetch")
                {
                    await route.ContinueAsync();
                    return;
                }

                var response = await route.FetchAsync();
                var text = Summary().Replace(await response.TextAsync(), $"data-summary=\"state {++state}\"");
                await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = text });
            }
        );
        await page.GotoAsync(Screens.Base + ScreenFixture.Job(Screens.Failed));
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        await page.EvaluateAsync(
            "(window.said = [], new MutationObserver(() => said.push([Date.now(), document.getElementById('announcer').textContent])).observe(document.getElementById('announcer'), { childList: true }))"
        );
        for (var change = 0; change < changes; change++)
        {
            var before = state;
            await page.Keyboard.PressAsync("r");
            await page.Clock.RunForAsync(1_000);
            await Eventually.TrueAsync(() => state > before, "the page is loaded again");
            await Assertions.Expect(page.Locator("#progress")).ToHaveAttributeAsync("data-summary", $"state {state}");
        }

        await page.Clock.RunForAsync(6_000);
        var said = await page.EvaluateAsync<JsonElement>("said");
        var times = said.EnumerateArray().Select(announced => announced[0].GetDouble()).ToList();
        Assert.InRange(times.Count, 3, changes / 2);

        // The observer runs some milliseconds after the change that it observes.
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 4_900, double.MaxValue));
        Assert.Equal($"state {state}", said[said.GetArrayLength() - 1][1].GetString());
    }

    [Fact]
    public async Task The_focus_is_visible_on_everything_that_the_tab_key_reaches()
    {
        var page = await Screens.OpenAsync("/");
        foreach (
            var (path, names) in (IEnumerable<(string, string[])>)
                [
                    (
                        $"/jobs?q={Screens.Failed}",
                        ["class=\"skip\"", "id=\"search\"", "name=\"host\"", "data-select", $"/jobs/{Screens.Failed}\""]
                    ),
                    (ScreenFixture.Job(Screens.Failed), ["data-post", "download", "data-reason", "tab=visits", "name=\"visit\""]),
                    ($"/photos?job={Screens.Hostile}", ["data-size", "id=\"select-all\"", "class=\"shot\"", "name=\"p\""]),
                    ("/submit", ["id=\"file\"", "id=\"text\""]),
                    ("/stores", ["name=\"area\"", "/stores/S1", "id=\"store-file\""]),
                    ("/operator", ["/dashboard", "<summary"]),
                ]
        )
        {
            await page.GotoAsync(Screens.Base + path);
            await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
            var reached = await TabAsync(page);
            foreach (var name in names)
                Assert.True(reached.Any(element => element.Contains(name, StringComparison.Ordinal)), $"{path}: {name}");
        }
    }

    /// <summary>Presses the tab key until the page ends, and returns what had the focus, which each element shows.</summary>
    private static async Task<HashSet<string>> TabAsync(IPage page)
    {
        var reached = new HashSet<string>();
        for (var key = 0; key < 90; key++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string[]>(
                """
                (() => {
                  const at = document.activeElement;
                  // What surrounds a field that is not seen shows its focus.
                  const style = getComputedStyle(at.matches('.unseen') ? at.parentElement : at);
                  return [at.outerHTML.slice(0, 260), style.outlineStyle, style.outlineWidth];
                })()
                """
            );
            if (focused[0].StartsWith("<body", StringComparison.Ordinal))
                break;
            reached.Add(focused[0]);
            Assert.Equal((focused[0], "solid", "2px"), (focused[0], focused[1], focused[2]));
        }

        return reached;
    }

    [Fact]
    public async Task Nothing_moves_for_people_who_want_less_motion()
    {
        var page = await Screens.OpenAsync(
            ScreenFixture.Job(Screens.Failed),
            new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce }
        );
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>(
                "[...document.querySelectorAll('*')].filter(element => { const style = getComputedStyle(element); return style.animationName !== 'none' || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0); }).length"
            )
        );
    }

    [Theory]
    [InlineData("/jobs", "table.jobs tbody tr", true)]
    [InlineData("/jobs", "table.jobs tbody tr", false)]
    [InlineData("/failures", "table.list tbody tr", true)]
    [InlineData("/photos", ".photo", true)]
    public async Task On_narrow_screens_filters_are_behind_a_line(string path, string entry, bool scripts)
    {
        var page = await Screens.OpenAsync(
            path,
            new BrowserNewContextOptions
            {
                JavaScriptEnabled = scripts,
                ViewportSize = new ViewportSize { Width = 360, Height = 740 },
            }
        );
        await Assertions.Expect(page.Locator("#filters input[name=store]")).ToBeHiddenAsync();
        Assert.InRange((await page.Locator(entry).First.BoundingBoxAsync())!.Y, 0, 640);
        await page.Locator("#filters summary").ClickAsync();
        await page.Locator("#filters input[name=store]").FillAsync("S2");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**store=S2*");
        await Assertions.Expect(page.Locator("#filters summary")).ToHaveTextAsync("Filters, 1 in effect");

        // Wide screens show all fields, and no line.
        await page.SetViewportSizeAsync(1_280, 900);
        await Assertions.Expect(page.Locator("#filters input[name=store]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#filters summary")).ToBeHiddenAsync();
    }

    [GeneratedRegex("data-summary=\"[^\"]*\"")]
    private static partial Regex Summary();

    [Fact]
    public async Task Keys_lead_to_screens_search_and_commands()
    {
        var page = await Screens.OpenAsync("/");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("j");
        await page.WaitForURLAsync("**/jobs");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("S1");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/stores?q=S1");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync($"{Screens.Failed}");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{ScreenFixture.Job(Screens.Failed)}");
    }
}
