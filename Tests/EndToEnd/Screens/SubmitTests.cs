using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>A submitter who has a spreadsheet and no program.</summary>
[Collection(ScreenTests.Name)]
public sealed class SubmitTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task A_spreadsheet_becomes_one_job_and_its_results_a_file()
    {
        const int rows = 2_000;
        var csv = new StringBuilder("\uFEFFstore_id;visit_time;image_url\r\n");
        for (var row = 0; row < rows; row++)
            csv.Append(
                CultureInfo.InvariantCulture,
                $"S{1 + (row / 4 % 2)};{1 + (row / 80):00}.05.2026 09:{row / 4 % 60:00};http://sheet.example/{row}.jpg\r\n"
            );

        // A spreadsheet whose numbers have commas separates cells by semicolons, also when it opens a file.
        var page = await Screens.OpenAsync("/submit", new BrowserNewContextOptions { Locale = "de-DE" });
        await DropAsync(page, csv.ToString());
        await Assertions.Expect(page.Locator("#check h2")).ToHaveTextAsync("2,000 images of 500 visits");
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();
        await page.Locator("#send").DblClickAsync();
        await page.WaitForURLAsync("**/jobs/*");
        var id = long.Parse(new Uri(page.Url).Segments[^1], CultureInfo.InvariantCulture);
        var job = await Screens.Api.EndAsync(id);
        Assert.Equal((500, rows), (job.GetProperty("visits").GetInt32(), job.GetProperty("counts").GetProperty("measured").GetInt32()));
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[download]").ClickAsync());
        var lines = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(await download.PathAsync())).Split("\r\n");
        Assert.Equal(rows + 2, lines.Length);
        Assert.StartsWith("\u00EF\u00BB\u00BFvisit;image;store_id;", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("0;0;S1;2026-05-01T09:00;http://sheet.example/0.jpg;measured;", lines[1], StringComparison.Ordinal);
        Assert.Equal(1, Screens.Product.Count($"SELECT count(*) FROM jobs WHERE images = 2000 AND job_id >= {id}"));
    }

    [Fact]
    public async Task A_body_as_in_the_api_keeps_its_label_and_metadata()
    {
        var page = await Screens.OpenAsync("/submit");
        await page.Locator("#text")
            .FillAsync(
                """{"count":1,"label":"May audit","metadata":{"team":"north"},"visits":[{"store_id":"S1","visit_time":"2026-05-04","image_url":["http://a.example/1"]}]}"""
            );
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();
        await page.Locator("#send").ClickAsync();
        await page.WaitForURLAsync("**/jobs/*");
        var job = await Screens.Api.GetAsync($"jobs/{new Uri(page.Url).Segments[^1]}");
        Assert.Equal(
            ("May audit", "north"),
            (job.GetProperty("label").GetString(), job.GetProperty("metadata").GetProperty("team").GetString())
        );
    }

    [Fact]
    public async Task Text_that_is_entered_before_the_page_has_loaded_is_checked()
    {
        var page = await Screens.OpenAsync("/jobs");
        var gate = new TaskCompletionSource();
        await page.RouteAsync(
            "**/submit.js*",
            async route =>
            {
                await gate.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync($"{Screens.Base}/submit", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.Locator("#text").FillAsync("store_id;visit_time;image_url\nS1;04.05.2026 09:30;http://early.example/1.jpg\n");
        gate.SetResult();
        await Assertions.Expect(page.Locator("#check h2")).ToHaveTextAsync("1 image of 1 visit");
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_file_of_more_than_a_body_becomes_one_job_and_shows_its_mistakes_at_their_rows()
    {
        const int rows = 4_700;
        var padding = new string('x', 7_000);
        var folder = Directory.CreateTempSubdirectory("retailpulse-");
        var path = Path.Combine(folder.FullName, "large.csv");
        await WriteAsync(rows - 1);
        Assert.True(new FileInfo(path).Length > 31_457_280);
        var page = await Screens.OpenAsync("/submit");
        await page.Locator("#file").SetInputFilesAsync(path);
        await Assertions.Expect(page.Locator(".problems li")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        Assert.Contains("Row 4,700", await page.Locator(".problems li").InnerTextAsync());
        await Assertions.Expect(page.Locator("#send")).ToBeDisabledAsync();

        await WriteAsync(wrong: -1);
        await page.ReloadAsync();
        await page.Locator("#file").SetInputFilesAsync(path);
        await Assertions.Expect(page.Locator("#check h2")).ToHaveTextAsync("4,700 images of 2,350 visits", new() { Timeout = 60_000 });
        await page.Locator("#send").ClickAsync();
        await page.WaitForURLAsync("**/jobs/*", new() { Timeout = 60_000 });
        var id = long.Parse(new Uri(page.Url).Segments[^1], CultureInfo.InvariantCulture);
        Assert.Equal(2_350, Screens.Product.Count($"SELECT count(*) FROM visits WHERE job_id = {id} AND visit_date LIKE '2026-05-04T%'"));
        await Screens.Api.EndAsync(id);
        folder.Delete(recursive: true);
        await page.Context.DisposeAsync();

        async Task WriteAsync(int wrong)
        {
            await using var file = new StreamWriter(path);
            await file.WriteLineAsync("store_id;visit_time;image_url");
            for (var row = 0; row < rows; row++)
                await file.WriteLineAsync(
                    row == wrong - 1
                        ? "S1;04.05.2026 09:30;shelf.jpg"
                        : $"S{1 + (row / 2 % 2)};04.05.2026 09:30;http://large.example/{row}?{padding}"
                );
        }
    }

    [Fact]
    public async Task Mistakes_are_shown_at_their_rows()
    {
        var page = await Screens.OpenAsync("/submit");
        await DropAsync(
            page,
            "store_id;visit_time;image_url\nS1;04.05.2026;http://a.example/1\n;04.05.2026;http://a.example/2\nS1;04.05.2026;shelf.jpg\n"
        );
        await Assertions.Expect(page.Locator(".problems li")).ToHaveCountAsync(2);
        Assert.Contains("Row 3", await page.Locator(".problems li").First.InnerTextAsync());
        Assert.Contains("Row 4", await page.Locator(".problems li").Last.InnerTextAsync());
        await Assertions.Expect(page.Locator("#send")).ToBeDisabledAsync();

        // What only the service knows is shown as well, and a date that does not exist as it was written.
        await page.Locator("#text")
            .FillAsync(
                "store_id;visit_time;image_url\nS1;04.05.2026;shelf.jpg\nS1000;04.05.2026;http://a.example/1\nS1;31.02.2026 09:30;http://a.example/2"
            );
        await Assertions
            .Expect(page.Locator("#check"))
            .ToContainTextAsync("Row 2has an image_url that is not an http or https URL: shelf.jpg");
        await Assertions.Expect(page.Locator("#check")).ToContainTextAsync("Row 3The store S1000 is unknown");
        await Assertions.Expect(page.Locator("#check")).ToContainTextAsync("Row 4“31.02.2026 09:30” is not a date");
        await Assertions.Expect(page.Locator(".problems li")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#send")).ToBeDisabledAsync();

        await page.Locator("#text").FillAsync("S1000;2026-05-04;http://a.example/1\nS1;yesterday;http://a.example/2");
        await Assertions.Expect(page.Locator("#check")).ToContainTextAsync("The store S1000 is unknown");
        await Assertions.Expect(page.Locator("#check")).ToContainTextAsync("“yesterday” is not a date");
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_file_is_dropped_and_a_workbook_leaves_what_was_entered()
    {
        var page = await Screens.OpenAsync("/submit");
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
        await Eventually.TrueAsync(() => AcceptsFilesAsync(page), "the script of the page has started");
        await ReallyDropAsync(page, "store_id;visit_time;image_url\nS1;04.05.2026 09:30;http://a.example/dropped\n", "visits.csv");
        await Assertions.Expect(page.Locator("#check h2")).ToHaveTextAsync("1 image of 1 visit");
        await Assertions.Expect(page.Locator("#drop")).Not.ToHaveClassAsync("drop over");
        await Assertions.Expect(page.Locator("#announcer")).ToHaveTextAsync("1 image of 1 visit. No problems found.");

        await page.Locator("#text").FillAsync("store_id;visit_time;image_url\nS2;04.05.2026 09:30;http://a.example/typed\n");
        await Assertions.Expect(page.Locator("#send")).ToBeEnabledAsync();
        await ReallyDropAsync(page, "PK\u0003\u0004 a workbook", "visits.xlsx");
        const string refusal =
            "This is a workbook, which cannot be read here. In the spreadsheet, save the sheet as “CSV UTF-8”, and drop that file. What you entered before is unchanged.";
        await Assertions.Expect(page.Locator("#refused")).ToHaveTextAsync(refusal);
        await Assertions.Expect(page.Locator("#announcer")).ToHaveTextAsync(refusal);
        await Assertions.Expect(page.Locator("#text")).ToHaveValueAsync(new Regex("typed"));
        await page.Locator("#send").ClickAsync();
        await page.WaitForURLAsync("**/jobs/*");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("S2");
    }

    [Fact]
    public async Task Every_check_is_told_once_and_in_a_few_words()
    {
        var page = await Screens.OpenAsync("/submit");
        await page.EvaluateAsync(
            "(window.said = [], new MutationObserver(() => said.push(document.getElementById('announcer').textContent)).observe(document.getElementById('announcer'), { childList: true }))"
        );
        await page.Locator("#text")
            .FillAsync("store_id;visit_time;image_url\nS1;04.05.2026;shelf.jpg\nS1000;04.05.2026;http://a.example/1");
        await Assertions.Expect(page.Locator("#check")).ToContainTextAsync("The store S1000 is unknown");
        Assert.Equal(["2 images of 2 visits. 1 problem to fix. 1 thing to check."], await page.EvaluateAsync<string[]>("said"));
        Assert.Equal(0, await page.Locator("#check[aria-live], #check [aria-live]").CountAsync());
    }

    private static Task<bool> AcceptsFilesAsync(IPage page) =>
        page.EvaluateAsync<bool>(
            """
            () => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(['x'], 'x.csv', { type: 'text/csv' }));
              const drop = document.getElementById('drop');
              drop.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true, cancelable: true }));
              drop.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
              return drop.classList.contains('over');
            }
            """
        );

    /// <summary>Drops a file as a person does, who drags it from another window.</summary>
    private static async Task ReallyDropAsync(IPage page, string text, string name) =>
        await page.EvaluateAsync(
            """
            ([text, name]) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([text], name, { type: 'text/csv' }));
              const drop = document.getElementById('drop');
              for (const type of ['dragenter', 'dragover']) drop.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
              if (!drop.classList.contains('over')) throw new Error('nothing shows where to drop');
              const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
              drop.dispatchEvent(event);
              if (!event.defaultPrevented) throw new Error('the browser opens the file');
            }
            """,
            new[] { text, name }
        );

    private static Task DropAsync(IPage page, string text, string name = "visits.csv") =>
        page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = name,
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(text),
                }
            );
}
