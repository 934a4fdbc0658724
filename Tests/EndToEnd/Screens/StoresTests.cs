using System.Text;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>The list of stores, and the upload of another store master.</summary>
[Collection(ScreenTests.Name)]
public sealed class StoresTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task Areas_have_the_number_of_their_stores_and_filter_the_list()
    {
        var page = await Screens.OpenAsync("/stores", new BrowserNewContextOptions { JavaScriptEnabled = false });
        await Assertions.Expect(page.Locator("#areas summary")).ToHaveTextAsync("2 areas");
        await Assertions.Expect(page.Locator("#areas a")).ToHaveTextAsync(["10 2 stores", "20 2 stores"]);
        await page.Locator("#areas a").First.ClickAsync();
        await Assertions.Expect(page.Locator("table.stores tbody th")).ToHaveTextAsync(["S1", "S2"]);
        await Assertions.Expect(page.Locator("#areas a[aria-current]")).ToHaveTextAsync(["10 2 stores"]);
    }

    /// <summary>The product is its own, because other tests expect the stores of theirs.</summary>
    [Fact]
    public async Task An_upload_shows_what_it_changes_and_replaces_only_what_it_was_compared_with()
    {
        await using var product = new Product();
        await product.InitializeAsync();
        var context = await Screens.NewContextAsync(new BrowserNewContextOptions { BaseURL = $"{product.Http.BaseAddress}" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/stores");
        await ChooseAsync(page, "S1,One,10\nS2,Two,10\nS3,Three,20\n");
        await Assertions.Expect(page.Locator("#store-preview")).ToHaveTextAsync("The file changes nothing: it has the same 3 stores.");

        var added = string.Concat(Enumerable.Range(100, 101).Select(store => $"N{store},<b>New</b> {store},30\n"));
        await ChooseAsync(page, $"S1,First,10\nS2,Two,20\n{added}");
        await Assertions.Expect(page.Locator("#store-preview > p")).ToHaveTextAsync("101 stores added, 2 changed, 1 removed.");
        await Assertions.Expect(page.Locator("#announcer")).ToHaveTextAsync("101 stores added, 2 changed, 1 removed.");
        await Assertions
            .Expect(page.Locator("#store-preview h3"))
            .ToHaveTextAsync(["Added: 101, the first 100 of them", "Removed: 1", "Changed: 2"]);
        var tables = page.Locator("#store-preview tbody");
        await Assertions.Expect(tables.Nth(0).Locator("tr")).ToHaveCountAsync(100);
        await Assertions.Expect(tables.Nth(0).Locator("tr").First.Locator("> *")).ToHaveTextAsync(["N100", "<b>New</b> 100", "30"]);
        await Assertions.Expect(tables.Nth(1).Locator("tr > *")).ToHaveTextAsync(["S3", "Three", "20"]);
        await Assertions.Expect(tables.Nth(2).Locator("tr > *")).ToHaveTextAsync(["S1", "One → First", "10", "S2", "Two", "10 → 20"]);
        Assert.Equal("", string.Join('\n', await Axe.FindViolationsAsync(page)));

        // Somebody else is faster.
        await product.Client.Stores.PutMasterAsync("store_id,store_name,area_code\nS1,Other,10\n"u8.ToArray());
        await ReplaceAsync(page);
        await Assertions.Expect(page.Locator("#store-preview")).ToContainTextAsync("version");
        Assert.Equal("Other", (await product.Client.Stores.GetAsync("S1")).StoreName);

        await ChooseAsync(page, "S1,First,10\n");
        await Assertions.Expect(page.Locator("#store-preview tbody tr > *")).ToHaveTextAsync(["S1", "Other → First", "10"]);
        await ReplaceAsync(page);
        await Assertions.Expect(page.Locator("table.stores tbody td.wide")).ToHaveTextAsync(["First"]);
        Assert.Equal("First", (await product.Client.Stores.GetAsync("S1")).StoreName);
    }

    private static async Task ReplaceAsync(IPage page)
    {
        await page.Locator("#store-preview > button").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
    }

    private static Task ChooseAsync(IPage page, string rows) =>
        page.Locator("#store-file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "stores.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes($"store_id,store_name,area_code\n{rows}"),
                }
            );
}
