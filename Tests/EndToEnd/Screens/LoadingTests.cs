using System.Text;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What pages say while the service works on a response.</summary>
[Collection(ScreenTests.Name)]
public sealed class LoadingTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task A_submission_is_checked()
    {
        var (page, release) = await OpenAsync("/submit", "**/api/v1/jobs/validate*");
        await page.Locator("#text").FillAsync("store_id;visit_time;image_url\nS1;04.05.2026 09:30;http://a.example/1\n");
        await Assertions.Expect(page.Locator("#note")).ToHaveTextAsync("Checking…");
        await Assertions.Expect(page.Locator("#send")).ToBeDisabledAsync();
        release();
        await Assertions.Expect(page.Locator("#note")).ToBeEmptyAsync();
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_store_master_is_compared()
    {
        var (page, release) = await OpenAsync("/stores", "**/api/v1/stores?validate_only=true");
        await page.Locator("#store-file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "stores.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes("store_id,store_name,area_code\nS1,One,10\n"),
                }
            );
        await Assertions.Expect(page.Locator("#store-preview")).ToHaveTextAsync("Comparing with the version in force…");
        release();
        await Assertions.Expect(page.Locator("#store-preview > p")).ToContainTextAsync("removed");
    }

    [Fact]
    public async Task Jobs_of_a_change_are_counted()
    {
        var (page, release) = await OpenAsync("/failures?reason=http_404", "**/api/v1/jobs/retry/validate?*");
        await page.Locator(".actions [data-bulk]").ClickAsync();
        await Assertions.Expect(page.Locator("#bulk-text")).ToHaveTextAsync("Counting…");
        await Assertions.Expect(page.Locator("#bulk-yes")).ToBeDisabledAsync();
        release();
        await Assertions.Expect(page.Locator("#bulk-yes")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Rows_that_are_far_away_are_awaited()
    {
        var (page, release) = await OpenAsync(ScreenFixture.Job(Screens.Failed), "**/api/v1/jobs/*/images?*");
        await page.Locator("#virtual input[name=visit]").FillAsync("2");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#virtual form [role=status]")).ToHaveTextAsync("Loading…");
        release();
        await Assertions.Expect(page.Locator("#virtual form [role=status]")).Not.ToHaveTextAsync("Loading…");
        await Assertions.Expect(page.Locator("#virtual tbody")).ToContainTextAsync("UNKNOWN");
    }

    /// <summary>Opens a page, some of whose calls wait until they are released.</summary>
    private async Task<(IPage Page, Action Release)> OpenAsync(string path, string held)
    {
        var page = await Screens.OpenAsync(path);
        var gate = new TaskCompletionSource();
        await page.RouteAsync(
            held,
            async route =>
            {
                await gate.Task;
                await route.ContinueAsync();
            }
        );
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        return (page, gate.SetResult);
    }
}
