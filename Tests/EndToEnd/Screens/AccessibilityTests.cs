using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Whether people can use the console who cannot see it well, have no mouse, or have a narrow screen.</summary>
[Collection(ScreenTests.Name)]
public sealed class AccessibilityTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    /// <summary>The rules whose results depend on colors. The others find the same in both themes.</summary>
    private static readonly AxeRunOptions Colors = new() { RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_any_screen(ColorScheme theme)
    {
        var page = await Screens.OpenAsync("/", new BrowserNewContextOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        var found = new List<string>();
        foreach (var path in Screens.Paths.Append(ScreenFixture.Job(Screens.Hostile)).Append("/jobs/999999"))
        {
            await page.GotoAsync(Screens.Base + path);
            var result = await page.RunAxe(theme == ColorScheme.Light ? null : Colors);
            found.AddRange(
                result.Violations.SelectMany(violation => violation.Nodes.Take(3).Select(node => $"{path}: {violation.Id}: {node.Html}"))
            );
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
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
