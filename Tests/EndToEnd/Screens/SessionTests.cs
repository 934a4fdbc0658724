using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>The session of a person who signs in over TLS.</summary>
[Collection(ScreenTests.Name)]
public sealed class SessionTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private const string Cookie = "__Host-retailpulse";

    [Fact]
    public async Task Over_https_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http()
    {
        await using var keyed = new KeyedProduct(("RetailPulse:Api:TrustedProxies:0", "127.0.0.1"));
        await keyed.InitializeAsync();
        await using var proxy = await TlsProxy.StartAsync(keyed.Product.Http.BaseAddress!);
        var context = await Screens.NewContextAsync(new BrowserNewContextOptions { BaseURL = proxy.Address, IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/submit");
        await page.Locator("input[name=key]").FillAsync("acme-submit");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/submit");
        var cookie = Assert.Single(await context.CookiesAsync());
        Assert.Equal(
            (Cookie, "127.0.0.1", "/", true, true, SameSiteAttribute.Strict, -1),
            (cookie.Name, cookie.Domain, cookie.Path, cookie.Secure, cookie.HttpOnly, cookie.SameSite, cookie.Expires)
        );
        Assert.DoesNotContain("retailpulse", await page.EvaluateAsync<string>("document.cookie"), StringComparison.Ordinal);

        // The page reads, listens, and changes something with it.
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        await page.Locator("#text").FillAsync("store_id;visit_time;image_url\nS1;04.05.2026 09:30;http://a.example/tls\n");
        await page.Locator("#send").ClickAsync();
        await page.WaitForURLAsync("**/jobs/*");

        await page.GetByText("Sign out").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        Assert.Empty(await context.CookiesAsync());
    }
}
