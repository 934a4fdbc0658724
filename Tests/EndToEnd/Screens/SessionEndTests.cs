using Microsoft.Playwright;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What a page that is left open shows when its session ends.</summary>
[Collection(ScreenTests.Name)]
public sealed class SessionEndTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task A_page_whose_session_has_ended_leads_to_the_sign_in()
    {
        await using var keyed = new KeyedProduct();
        await keyed.InitializeAsync();
        var context = await Screens.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = $"{keyed.Product.Http.BaseAddress}" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/jobs");
        await page.Locator("input[name=key]").FillAsync("acme-read");
        await page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open", new() { Timeout = 20_000 });

        keyed.Configure("RetailPulse:Api:Keys:0:Sha256", NewKey.Sha256("another"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in", new() { Timeout = 20_000 });
        Assert.EndsWith("/console/sign-in?to=%2Fjobs", page.Url, StringComparison.Ordinal);
    }
}
