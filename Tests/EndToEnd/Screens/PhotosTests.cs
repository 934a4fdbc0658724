using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>The screens with pictures.</summary>
[Collection(ScreenTests.Name)]
public sealed partial class PhotosTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    /// <summary>Thumbnails may arrive later.</summary>
    private static readonly PageWaitForURLOptions Parsed = new() { WaitUntil = WaitUntilState.DOMContentLoaded };

    [Fact]
    public async Task Keys_move_select_resize_open_and_compare()
    {
        var page = await Screens.OpenAsync($"/photos?job={Screens.Failed}");
        await HearsKeysAsync(page);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync(" ");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync(" ");
        Assert.Equal("2 selected", await page.Locator("#selected").InnerTextAsync());
        Assert.Equal(["0", "1"], await CheckedAsync(page));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync(" ");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync(" ");
        Assert.Equal("2 selected", await page.Locator("#selected").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog#drawer .image-detail").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("+");
        await page.WaitForURLAsync("**size=l", Parsed);
        await HearsKeysAsync(page);
        await page.Keyboard.PressAsync("-");
        await page.WaitForURLAsync(url => !url.Contains("size=", StringComparison.Ordinal), Parsed);
        await HearsKeysAsync(page);
        await page.Locator(".photo .shot").First.FocusAsync();
        await page.Keyboard.PressAsync("c");
        await page.WaitForURLAsync($"**/photos/compare?after={Screens.Failed}.0", Parsed);
        await page.Locator(".side .thumb").Nth(59).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Waits until the script runs, which disables the buttons as long as nothing is selected.</summary>
    private static Task HearsKeysAsync(IPage page) =>
        Assertions.Expect(page.Locator("#photos button[type=submit]").First).ToBeDisabledAsync();

    [Fact]
    public async Task A_contact_sheet_of_24_photos_takes_2_pages_of_A4()
    {
        var page = await Screens.OpenAsync(ScreenFixture.Sheet(Screens.Failed, 24));
        await page.WaitForFunctionAsync("[...document.images].every(image => image.complete && image.naturalWidth > 0)");
        Assert.Equal(24, await page.Locator("figure img").CountAsync());
        Assert.Contains(
            $"Job {Screens.Failed}, photo 0.0",
            await page.Locator("figcaption").First.InnerTextAsync(),
            StringComparison.Ordinal
        );
        var pdf = Encoding.Latin1.GetString(await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = true }));
        Assert.Equal(2, PdfPage().Count(pdf));

        // A4 in points, 1/72 inch.
        Assert.Matches(@"/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]", pdf);
    }

    [Fact]
    public async Task Without_scripts_photos_are_seen_selected_and_taken_along()
    {
        var page = await Screens.OpenAsync("/photos?store=S1", new BrowserNewContextOptions { JavaScriptEnabled = false });
        Assert.Equal(60, await page.Locator(".photo").CountAsync());
        await page.Locator(".photo input").Nth(0).CheckAsync();
        await page.Locator(".photo input").Nth(1).CheckAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#photos button", new() { HasText = "CSV" }).ClickAsync());
        Assert.Equal(3, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
        await page.Locator("#photos button", new() { HasText = "Contact sheet" }).ClickAsync();
        Assert.Equal(2, await page.Locator("figure").CountAsync());
    }

    [Fact]
    public async Task A_selection_is_a_zip_of_pictures_with_a_table()
    {
        using var zip = new ZipArchive(
            new MemoryStream(
                await Screens.Product.Http.GetByteArrayAsync($"/photos/selection.zip?p={Screens.Failed}.0.0&p={Screens.Failed}.1.0")
            )
        );
        Assert.Equal([$"job-{Screens.Failed}-visit-0-image-0.jpg", "photos.csv"], zip.Entries.Select(entry => entry.FullName));
        using var picture = new MemoryStream();
        await zip.Entries[0].Open().CopyToAsync(picture);
        Assert.Equal((120, 90), DecodableImages.SizeOf(picture.ToArray()));
        using var table = new StreamReader(zip.Entries[1].Open());
        var rows = (await table.ReadToEndAsync()).Split("\r\n");
        Assert.EndsWith($",job-{Screens.Failed}-visit-0-image-0.jpg", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",The image failed (http_404).", rows[2], StringComparison.Ordinal);
    }

    /// <summary>A spreadsheet whose numbers have commas separates cells by semicolons.</summary>
    [Fact]
    public async Task Files_open_as_tables_in_the_spreadsheet_of_the_browsers_language()
    {
        foreach (
            var (locale, header) in (IEnumerable<(string, string)>)[("de-DE", "job_id;visit;image;"), ("en-US", "job_id,visit,image,")]
        )
        {
            var page = await Screens.OpenAsync($"/photos?job={Screens.Failed}", new BrowserNewContextOptions { Locale = locale });
            await HearsKeysAsync(page);
            await page.Locator(".photo input").First.CheckAsync();
            foreach (var (file, button) in (IEnumerable<(string, string)>)[("photos.csv", "CSV"), ("photos.zip", "ZIP")])
            {
                var bytes = await SaveAsync(page, page.Locator("#photos button", new() { HasText = button }));
                if (file == "photos.zip")
                    bytes = Table(bytes);
                Assert.StartsWith($"\uFEFF{header}", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            }

            await page.GotoAsync($"{Screens.Base}/failures?host=b.example");
            await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
            var failures = Encoding.UTF8.GetString(await SaveAsync(page, page.Locator("a[download]")));
            Assert.StartsWith($"\uFEFF{header}", failures, StringComparison.Ordinal);
            await page.Context.DisposeAsync();
        }
    }

    private static async Task<byte[]> SaveAsync(IPage page, ILocator button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    private static byte[] Table(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var table = archive.GetEntry("photos.csv")!.Open();
        using var bytes = new MemoryStream();
        table.CopyTo(bytes);
        return bytes.ToArray();
    }

    [Fact]
    public async Task A_selection_that_cannot_be_read_is_refused()
    {
        var many = string.Join('&', Enumerable.Range(0, 121).Select(image => $"p={Screens.Failed}.0.{image}"));
        foreach (
            var (query, status) in (IEnumerable<(string, int)>)
                [("p=x", 400), (many, 400), ("p=987654.0.0", 404), ($"p={Screens.Failed}.0.987", 200)]
        )
        {
            using var response = await Screens.Product.Http.GetAsync($"/photos/sheet?{query}");
            Assert.Equal((query, status), (query, (int)response.StatusCode));
        }
    }

    private static async Task<IEnumerable<string>> CheckedAsync(IPage page) =>
        (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#photos input:checked')].map(box => box.value)")).Select(
            value => value.Split('.')[2]
        );

    [GeneratedRegex(@"/Type\s*/Page(?![a-zA-Z])")]
    private static partial Regex PdfPage();
}
