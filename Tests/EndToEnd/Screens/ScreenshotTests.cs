using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Pictures of all screens, for people to look at. They are written to <c>artifacts/screenshots</c>.</summary>
[Collection(ScreenTests.Name)]
public sealed class ScreenshotTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private static readonly string Folder = Path.Combine(DeployFiles.Root, "artifacts", "screenshots");

    [Theory(Explicit = true)]
    [InlineData(ColorScheme.Light, 1_280, 900)]
    [InlineData(ColorScheme.Dark, 1_280, 900)]
    [InlineData(ColorScheme.Light, 360, 740)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task Every_screen_is_photographed(ColorScheme theme, int width, int height)
    {
        Directory.CreateDirectory(Folder);
        var page = await Screens.OpenAsync(
            "/",
            new BrowserNewContextOptions
            {
                ColorScheme = theme,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new ViewportSize { Width = width, Height = height },
            }
        );

        // Another service to photograph, such as the demo, with its paths.
        var address = Environment.GetEnvironmentVariable("RETAILPULSE_SCREENS");
        var paths = Environment.GetEnvironmentVariable("RETAILPULSE_SCREEN_PATHS")?.Split(' ');
        foreach (var (at, path) in (paths ?? [.. Screens.Paths, ScreenFixture.Job(Screens.Hostile), "/jobs/999999"]).Index())
        {
            await page.GotoAsync((address ?? Screens.Base) + path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
            await page.WaitForTimeoutAsync(700);
            var name = string.Concat(path.Select(mark => char.IsAsciiLetterOrDigit(mark) ? mark : '-'));
            await page.ScreenshotAsync(
                new PageScreenshotOptions
                {
                    Path = Path.Combine(Folder, $"{at:00}{name[..Math.Min(40, name.Length)]}.{theme}.{width}.png".ToLowerInvariant()),
                    FullPage = width < 1_000,
                }
            );
        }
    }
}
