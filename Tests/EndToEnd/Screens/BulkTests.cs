using System.Globalization;
using Microsoft.Playwright;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Changes of many jobs at once.</summary>
[Collection(ScreenTests.Name)]
public sealed class BulkTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    [Fact]
    public async Task A_range_of_rows_is_retried_by_one_operation_although_confirmed_twice()
    {
        var jobs = await FailAsync("S-range", 5);
        var page = await Screens.OpenAsync("/jobs?q=S-range");
        var boxes = page.Locator("tbody input[data-select]");
        await boxes.Nth(1).ClickAsync();
        await boxes.Nth(3).ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(page.Locator("#selected")).ToHaveTextAsync("3 selected");
        var started = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "POST" && !request.Url.Contains("/validate", StringComparison.Ordinal))
                started.Add(request.Url);
        };
        await page.Locator("#retry-selected").ClickAsync();
        await Assertions
            .Expect(page.Locator("#bulk-text"))
            .ToHaveTextAsync("6 images of 3 jobs are retried. Measured images keep their results.");
        Assert.Empty(await Axe.FindViolationsAsync(page));
        await page.Locator("#bulk-yes").EvaluateAsync("yes => { yes.click(); yes.click(); }");
        await Assertions.Expect(page.Locator("#bulk-text")).ToHaveTextAsync("Done: 6 images of 3 jobs.");
        var id = OperationOf((await page.Locator("#bulk a").GetAttributeAsync("href"))!);
        Assert.Single(started);
        Assert.Equal(new OperationJobs(3, 3, 3), (await Screens.Product.Client.Jobs.GetOperationAsync(id)).Jobs);
        foreach (var (at, job) in jobs.Index())
            Assert.Equal(at is >= 1 and <= 3 ? 1 : 0, Screens.Product.Count($"SELECT count(*) FROM job_retries WHERE job_id = {job}"));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#recent-operations a").First).ToHaveTextAsync($"{id}");
    }

    [Fact]
    public async Task An_operation_on_all_that_match_continues_when_the_tab_is_closed()
    {
        await FailAsync("S-all", 35);
        var page = await Screens.OpenAsync("/jobs?q=S-all");
        await page.Locator("thead input[data-select]").ClickAsync();
        await Assertions.Expect(page.Locator("#selected")).ToHaveTextAsync("30 selected");
        await page.Locator("#select-matching").ClickAsync();
        await page.Locator("#retry-selected").ClickAsync();
        await Assertions.Expect(page.Locator("#bulk-text")).ToContainTextAsync("70 images of 35 jobs");
        await page.Locator("#bulk-yes").ClickAsync();
        var path = (await page.Locator("#bulk a").GetAttributeAsync("href"))!;
        await page.CloseAsync();
        var other = await Screens.OpenAsync(path);
        await Assertions.Expect(other.Locator(".title .status")).ToHaveTextAsync("completed");
        await Assertions.Expect(other.Locator("main")).ToContainTextAsync("70 images of 35 jobs");
        Assert.Equal(35, (await Screens.Product.Client.Jobs.GetOperationAsync(OperationOf(path))).Jobs.Changed);
    }

    [Fact]
    public async Task Of_all_that_match_only_those_are_changed_that_the_filter_selects()
    {
        await FailAsync("S-status", 2);
        var page = await Screens.OpenAsync("/jobs?status=failed&q=S-status");
        await page.Locator("tbody input[data-select]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#cancel-selected")).ToBeEnabledAsync();
        await page.Locator("#select-matching").ClickAsync();
        await Assertions.Expect(page.Locator("#cancel-selected")).ToBeDisabledAsync();
        Assert.Contains("the filter selects failed ones", await page.Locator("#cancel-selected").GetAttributeAsync("title"));
        await page.Locator("#retry-selected").ClickAsync();
        await Assertions.Expect(page.Locator("#bulk-text")).ToContainTextAsync("4 images of 2 jobs are retried");
    }

    [Fact]
    public async Task A_group_of_failures_is_retried_in_all_jobs_and_a_cell_in_one()
    {
        var jobs = await FailAsync("S-cell", 2, "http://cell.example/missing");
        var page = await Screens.OpenAsync("/failures?host=cell.example&reason=http_404");
        await page.Locator("[data-bulk]").ClickAsync();
        await Assertions.Expect(page.Locator("#bulk-text")).ToContainTextAsync("4 images of 2 jobs are retried");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#bulk")).ToHaveCountAsync(0);
        await page.GotoAsync(Screens.Base + ScreenFixture.Job(jobs[0]));
        await page.Locator("#failures [data-host='cell.example:']").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
        await Eventually.TrueAsync(
            () => Screens.Product.Count($"SELECT count(*) FROM retries WHERE job_id = {jobs[0]}") == 2,
            "the images of the cell are retried"
        );
        await page.GotoAsync($"{Screens.Base}/");
        Assert.True(await page.Locator(".matrix [data-bulk]").CountAsync() > 0);
    }

    private static long OperationOf(string path) => long.Parse(path.Split('/')[^1], CultureInfo.InvariantCulture);

    /// <summary>Submits jobs with two failed images each, and returns their ids, the newest first.</summary>
    private async Task<List<long>> FailAsync(string label, int jobs, string url = "http://bulk.example/missing")
    {
        var ids = new List<long>();
        for (var job = 0; job < jobs; job++)
            ids.Insert(
                0,
                (
                    await Screens.Product.Client.Jobs.SubmitAsync(
                        new Submission(
                            [new VisitToMeasure("S1", [new ImageToMeasure($"{url}-1"), new ImageToMeasure($"{url}-2")], "2026-05-04")],
                            Label: label
                        )
                    )
                ).Id
            );
        await Eventually.TrueAsync(
            async () =>
                await Screens.Product.Client.Jobs.CountRetryAllAsync(new JobQuery { Text = label }) == new JobSelection(jobs, 2 * jobs),
            "the list shows the ends of the jobs"
        );
        return ids;
    }
}
