using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>The list of the images of a job whose visits differ.</summary>
[Collection(ScreenTests.Name)]
public sealed class ImagesTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_column_of_urls_which_is_one_visit_is_scrolled_to_any_image()
    {
        var page = await OpenAsync(2_000);
        await ScrollAsync(page, 0.5);
        var (visit, image, index) = await TopAsync(page);
        Assert.Equal((0, index), (visit, image));
        Assert.InRange(index, 950, 1_050);
        await ScrollAsync(page, 1);
        Assert.Equal("0.1999", await LastAsync(page));
        await ScrollAsync(page, 0);
        Assert.Equal((0, 0, 0), await TopAsync(page));
    }

    [Theory]
    [InlineData(1, 1, 1, 1_500, 1)]
    [InlineData(1_500, 1, 1, 1, 1, 1)]
    [InlineData(1, 1, 1, 1, 1_500)]
    public async Task Both_ends_of_a_job_of_very_different_visits_are_reached_row_by_row(params int[] visits)
    {
        var page = await OpenAsync(visits);
        foreach (var place in (double[])[0.3, 0.9, 0.6])
            await ScrollAsync(page, place);
        var total = visits.Sum();
        await ScrollAsync(page, 1);
        Assert.Equal($"{visits.Length - 1}.{visits[^1] - 1}", await LastAsync(page));
        await ScrollAsync(page, 0);
        Assert.Equal((0, 0, 0), await TopAsync(page));

        // Every image of the job comes by, in order.
        var seen = new HashSet<string>();
        for (var step = 0; step < 4 * total; step += 10)
        {
            foreach (var place in await KeysAsync(page))
                seen.Add(place);
            if (seen.Contains($"{visits.Length - 1}.{visits[^1] - 1}"))
                break;
            await page.EvaluateAsync("document.querySelector('.virtual').scrollTop += 400");
            await SettledAsync(page);
        }

        Assert.Equal(total, seen.Count);
    }

    [Fact]
    public async Task A_list_that_is_not_scrolled_sends_no_requests()
    {
        var page = await OpenAsync(2_000);
        var requests = 0;
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/images?", StringComparison.Ordinal))
                Interlocked.Increment(ref requests);
        };
        await ScrollAsync(page, 0.7);
        await SettledAsync(page);
        var before = Volatile.Read(ref requests);
        await Task.Delay(Quiet);
        Assert.InRange(before, 1, 5);
        Assert.Equal(before, Volatile.Read(ref requests));
    }

    private async Task<IPage> OpenAsync(params int[] visits)
    {
        var id = await Screens.Api.SubmitAsync([
            .. visits.Select(
                (images, visit) => ("S1", Enumerable.Range(0, images).Select(image => $"http://list.example/{visit}/{image}").ToArray())
            ),
        ]);
        await Screens.Api.EndAsync(id);
        var page = await Screens.OpenAsync(ScreenFixture.Job(id));
        await Assertions.Expect(page.Locator("#virtual tbody tr").First).ToContainTextAsync("0.0");
        return page;
    }

    private static async Task ScrollAsync(IPage page, double place)
    {
        // The scroll bar moves when the places of the rows become known, so an end is reached after some steps.
        for (var step = 0; step < 20; step++)
        {
            await page.EvaluateAsync(
                "place => { const list = document.querySelector('.virtual'); list.scrollTop = place * (list.scrollHeight - list.clientHeight); }",
                place
            );
            await SettledAsync(page);
        }
    }

    private static async Task SettledAsync(IPage page) =>
        await page.EvaluateAsync(
            """
            async () => {
              const list = document.querySelector('.virtual');
              const started = performance.now();
              for (let still = 0; still < 3; still = list.getAttribute('aria-busy') === 'true' ? 0 : still + 1) {
                if (performance.now() - started > 15000) throw new Error('the rows are not read');
                await new Promise(requestAnimationFrame);
              }
            }
            """
        );

    private static async Task<(int Visit, int Image, int Index)> TopAsync(IPage page)
    {
        var top = await page.EvaluateAsync<int[]>(
            "(() => { const row = document.querySelector('.virtual tbody tr'); return [...row.dataset.key.split('.').slice(0, 2), row.getAttribute('aria-rowindex') - 2].map(Number); })()"
        );
        return (top[0], top[1], top[2]);
    }

    private static Task<string[]> KeysAsync(IPage page) =>
        page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.virtual tbody tr')].map(row => row.dataset.key.split('.').slice(0, 2).join('.'))"
        );

    private static async Task<string> LastAsync(IPage page) => (await KeysAsync(page))[^1];
}
