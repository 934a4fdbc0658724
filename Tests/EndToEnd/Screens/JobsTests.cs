using Microsoft.Playwright;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>The list of jobs: filters, and views that stay in the browser.</summary>
[Collection(ScreenTests.Name)]
public sealed class JobsTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task A_view_is_saved_opened_and_removed()
    {
        var page = await Screens.OpenAsync("/jobs");
        await Assertions.Expect(page.Locator("#save-view")).ToBeHiddenAsync();
        await page.GotoAsync($"{Screens.Base}/jobs?status=failed&store=S2");
        await page.Locator("#view-name").FillAsync("Failures of S2 <b>");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#save-view")).ToBeHiddenAsync();
        await page.GotoAsync($"{Screens.Base}/jobs");
        await page.Locator("#views a").ClickAsync();
        await page.WaitForURLAsync("**/jobs?status=failed&store=S2");
        await Assertions.Expect(page.Locator("#views a[aria-current]")).ToHaveTextAsync("Failures of S2 <b>");
        await page.Locator("#views button").ClickAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#save-view")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("#views a").CountAsync());
    }

    [Fact]
    public async Task A_filter_in_effect_is_removed_alone()
    {
        var page = await Screens.OpenAsync("/jobs?store=S2&min_failed=1", new BrowserNewContextOptions { JavaScriptEnabled = false });
        var chips = page.Locator("nav[aria-label='Filters in effect'] a");
        await Assertions.Expect(chips).ToHaveCountAsync(2);
        await chips.Filter(new LocatorFilterOptions { HasText = "Store: S2" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs?min_failed=1");
        Assert.Equal("1", await page.Locator("input[name=min_failed]").InputValueAsync());
    }

    [Fact]
    public async Task Filters_suggest_stores_areas_and_hosts_that_exist()
    {
        var page = await Screens.OpenAsync("/jobs");
        await page.Locator("#filters input[name=store]").PressSequentiallyAsync("Tw");
        await Assertions.Expect(page.Locator("#store-suggestions option[value=S2]")).ToHaveAttributeAsync("label", "Two");
        await page.Locator("#filters input[name=area]").FocusAsync();
        await Assertions.Expect(page.Locator("#area-suggestions option")).ToHaveCountAsync(2);
        await page.Locator("#filters input[name=host]").FocusAsync();
        await Assertions.Expect(page.Locator("#host-suggestions option[value='b.example']")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task New_jobs_are_counted_and_the_offer_keeps_the_filters()
    {
        var label = $"fresh-{Guid.NewGuid():N}";
        var before = await SubmitAsync(label);
        var page = await Screens.OpenAsync($"/jobs?q={label}&sort=");
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        var ids = new List<long>();
        for (var job = 0; job < 3; job++)
            ids.Insert(0, await SubmitAsync(label));
        await Assertions.Expect(page.Locator("#fresh")).ToHaveTextAsync("3 new");
        var kept = await KeysAsync(page);
        Assert.Equal([$"{before}"], kept);
        await page.Locator("#fresh").ClickAsync();
        await Assertions.Expect(page.Locator("table.jobs tbody tr")).ToHaveCountAsync(4);
        var all = await KeysAsync(page);
        Assert.Equal(ids.Append(before).Select(id => $"{id}"), all);
    }

    private static async Task<string[]> KeysAsync(IPage page) =>
        await page.EvaluateAsync<string[]>("[...document.querySelectorAll('table.jobs tbody tr')].map(row => row.dataset.key)");

    private async Task<long> SubmitAsync(string label) =>
        (
            await Screens.Product.Client.Jobs.SubmitAsync(
                new Submission([new VisitToMeasure("S1", ["http://a.example/new"], "2026-05-04")], Label: label)
            )
        ).Id;
}
