using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What people do on a slow network, before the scripts of a page are loaded.</summary>
[Collection(ScreenTests.Name)]
public sealed class EarlyTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task A_store_master_that_was_chosen_early_is_checked()
    {
        var (page, release) = await OpenWithoutAsync("stores.js", "/stores");
        await page.Locator("#store-file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "stores.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes("store_id,store_name,area_code\nS1,One\n"),
                }
            );
        release();
        await Assertions.Expect(page.Locator("#store-preview .problems li").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Jobs_that_were_selected_early_are_selected_and_fields_suggest()
    {
        var (page, release) = await OpenWithoutAsync("jobs.js", "/jobs");
        await page.Locator("thead input[data-select]").CheckAsync();
        await page.Locator("#filters input[name=area]").FocusAsync();
        release();
        var rows = await page.Locator("tbody input[data-select]").CountAsync();
        await Assertions.Expect(page.Locator("#selected")).ToHaveTextAsync($"{rows} selected");
        await Assertions.Expect(page.Locator("#area-suggestions option")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Two_early_clicks_ask_once_and_make_one_change()
    {
        var id = await Screens.Api.SubmitAsync(("S1", ["http://early.example/missing"]));
        await Screens.Api.EndAsync(id);
        var (page, release) = await OpenWithoutAsync("actions.js", ScreenFixture.Job(id));
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        var changes = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "POST")
                changes.Add(request.Url);
        };
        await page.Locator(".actions [data-post]").ClickAsync();
        await page.Locator(".actions [data-post]").ClickAsync();
        release();
        await page.Locator("#confirm-yes").ClickAsync();
        await Eventually.TrueAsync(
            () => Screens.Product.Count($"SELECT count(*) FROM job_retries WHERE job_id = {id}") == 1,
            "the job is retried"
        );
        await Assertions.Expect(page.Locator("#confirm")).ToBeHiddenAsync();
        Assert.Single(changes);
    }

    [Fact]
    public async Task A_url_that_was_corrected_early_is_not_lost()
    {
        var id = await Screens.Api.SubmitAsync(("S1", ["http://early.example/missing-2"]));
        await Screens.Api.EndAsync(id);
        var path = $"{ScreenFixture.Job(id)}/visits/0/images/0";
        var (page, release) = await OpenWithoutAsync("main.js", path);
        await page.Locator(".amend input").FillAsync("http://early.example/right");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(Screens.Base + path, page.Url);
        Assert.Equal("http://early.example/right", await page.Locator(".amend input").InputValueAsync());
        release();
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        await page.Locator(".amend input").PressAsync("Enter");
        await Eventually.TrueAsync(
            () => Screens.Product.Count($"SELECT count(*) FROM retries WHERE job_id = {id} AND image_url LIKE '%/right'") == 1,
            "the image is retried with the new URL"
        );
    }

    [Fact]
    public async Task A_theme_that_was_chosen_early_stays()
    {
        var (page, release) = await OpenWithoutAsync("main.js", "/jobs");
        await page.Locator("#theme").SelectOptionAsync("dark");
        release();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#theme")).ToHaveValueAsync("dark");
    }

    /// <summary>Opens a page whose browser waits for one of its scripts.</summary>
    private async Task<(IPage Page, Action Release)> OpenWithoutAsync(string script, string path)
    {
        var held = new TaskCompletionSource();
        var context = await Screens.NewContextAsync(new BrowserNewContextOptions { BaseURL = Screens.Base });
        await context.RouteAsync(
            new Regex($"/{Regex.Escape(script)}$"),
            async route =>
            {
                await held.Task;
                await route.ContinueAsync();
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.Locator("main").WaitForAsync();
        return (page, held.SetResult);
    }
}
