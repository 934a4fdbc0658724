using Microsoft.Playwright;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What a page that is left open shows when its session ends.</summary>
[Collection(ScreenTests.Name)]
public sealed class SessionEndTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task Every_page_whose_session_has_ended_leads_to_the_sign_in()
    {
        // Pages that follow jobs, and pages that do not.
        string[] paths = ["/jobs", "/photos", "/stores", "/submit"];
        await using var keyed = new KeyedProduct();
        await keyed.InitializeAsync();
        var context = await Screens.NewContextAsync(new BrowserNewContextOptions { BaseURL = $"{keyed.Product.Http.BaseAddress}" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/jobs");
        await page.Locator("input[name=key]").FillAsync("acme-submit");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/jobs");
        var pages = new List<IPage>();
        foreach (var path in paths)
        {
            pages.Add(await context.NewPageAsync());
            await pages[^1].GotoAsync(path);
            await Assertions.Expect(pages[^1].Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        }

        keyed.Configure("RetailPulse:Api:Keys:1:Sha256", NewKey.Sha256("another"));
        foreach (var (path, tab) in paths.Zip(pages))
        {
            await Assertions.Expect(tab.Locator("h1")).ToHaveTextAsync("Sign in");
            Assert.EndsWith($"/console/sign-in?to={Uri.EscapeDataString(path)}", tab.Url, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_with_entered_text_keeps_it_and_works_again_after_a_sign_in_elsewhere()
    {
        await using var keyed = new KeyedProduct();
        await keyed.InitializeAsync();
        var context = await Screens.NewContextAsync(new BrowserNewContextOptions { BaseURL = $"{keyed.Product.Http.BaseAddress}" });
        var page = await context.NewPageAsync();
        await SignInAsync(page, "acme-submit", "/submit");
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        await page.Locator("#text").FillAsync("store_id;visit_time;image_url\nS1;04.05.2026 09:30;http://a.example/kept\n");
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();

        keyed.Configure("RetailPulse:Api:Keys:1:Sha256", NewKey.Sha256("another"));
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Signed out. Sign in again in another tab");
        await SignInAsync(await context.NewPageAsync(), "another", "/jobs");
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        Assert.Contains("kept", await page.Locator("#text").InputValueAsync());
        await page.Locator("#send").ClickAsync();
        await page.WaitForURLAsync("**/jobs/*");
    }

    private static async Task SignInAsync(IPage page, string key, string path)
    {
        await page.GotoAsync(path);
        await page.Locator("input[name=key]").FillAsync(key);
        await page.Locator("button[type=submit]").ClickAsync();
        await page.WaitForURLAsync($"**{path}");
    }
}
