using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Whether pages show the figures of the API.</summary>
/// <remarks>The product is its own, because its many jobs would move those of other tests off their pages.</remarks>
[Collection(ScreenTests.Name)]
public sealed class FiguresTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private readonly Product product = new();

    private string Base => product.Http.BaseAddress!.ToString().TrimEnd('/');

    private Api Api => new(product.Http);

    [Fact]
    public async Task The_figures_of_100_random_jobs_are_those_of_the_api()
    {
        const string label = "truth";
        var random = new Random(11);
        var held = new TaskCompletionSource();
        (product.Fetcher.Gate, product.Fetcher.Gated) = (held.Task, url => url.Contains("held", StringComparison.Ordinal));
        var ids = new List<long>();
        try
        {
            await product.InitializeAsync();
            product.Fetcher.Answer = Screens.Product.Fetcher.Answer;
            for (var job = 0; job < 100; job++)
            {
                // Some jobs do not end, and of these, some are canceled.
                var kinds = job % 10 < 2 ? (string[])["ok", "missing", "held"] : ["ok", "ok", "missing", "cut"];
                var visits = Enumerable
                    .Range(0, random.Next(1, 4))
                    .Select(visit => new VisitToMeasure(
                        random.Next(10) == 0 ? "UNKNOWN" : $"S{random.Next(1, 4)}",
                        [
                            .. Enumerable
                                .Range(0, random.Next(1, 12))
                                .Select(image => new ImageToMeasure(
                                    $"http://h{random.Next(3)}.example/{kinds[random.Next(kinds.Length)]}-{visit}-{image}"
                                )),
                        ],
                        "2026-05-04"
                    ));
                var id = (await product.Client.Jobs.SubmitAsync(new Submission([.. visits], Label: label))).Id;
                ids.Add(id);
                if (job % 10 == 1)
                    await product.Client.Jobs.CancelAsync(id);
            }

            var context = await Screens.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
            var page = await context.NewPageAsync();
            foreach (var id in ids)
                await IsTrueAsync(page, id);
            var rows = new Dictionary<long, string>();
            await page.GotoAsync($"{Base}/jobs?q={label}");
            while (true)
            {
                foreach (
                    var row in await page.EvaluateAsync<string[]>(
                        "[...document.querySelectorAll('table.jobs tbody tr')].map(row => [row.dataset.key, row.querySelector('.bar').getAttribute('aria-label'), row.querySelector('.status').textContent.trim()].join('|'))"
                    )
                )
                    rows[long.Parse(row.Split('|')[0], CultureInfo.InvariantCulture)] = row[
                        (row.IndexOf('|', StringComparison.Ordinal) + 1)..
                    ];
                if (await page.Locator("a[rel=next]").CountAsync() == 0)
                    break;
                await page.GotoAsync(await page.EvaluateAsync<string>("document.querySelector('a[rel=next]').href"));
            }

            foreach (var id in ids)
                Assert.Equal((id, RowOf(await Api.GetAsync($"jobs/{id}"))), (id, rows[id]));
        }
        finally
        {
            held.TrySetResult();
            await Screens.CloseTabsAsync();
            await product.DisposeAsync();
        }
    }

    /// <summary>Compares the page of a job with what the API returns before and after it, once both are the same.</summary>
    private async Task IsTrueAsync(IPage page, long id)
    {
        var (expected, seen) = ("", "");
        var same = await Eventually.HappensAsync(
            async () =>
            {
                expected = FiguresOf(await Api.GetAsync($"jobs/{id}"));
                await page.GotoAsync(Base + ScreenFixture.Job(id));
                seen = string.Join(
                    '\n',
                    await page.EvaluateAsync<string[]>(
                        """
                        (() => {
                          const figures = [...document.querySelectorAll('#progress .figure')].map(figure => [figure.querySelector('dt').textContent.trim(), figure.querySelector('dd').firstChild.data.trim()]);
                          const shown = figures.filter(([name]) => ['Measured', 'Failed', 'Running', 'Pending', 'Cancelled', 'Visits'].includes(name)).map(figure => figure.join(' '));
                          const hosts = [...document.querySelectorAll('#failures th.host')].map(host => host.title);
                          const rows = [...document.querySelectorAll('#failures tbody tr')].flatMap(row => hosts.map((host, at) => `${row.dataset.key} ${host} ${row.cells[at + 1].innerText.trim().split(/\s/)[0]}`));
                          return [document.querySelector('.title .status').textContent.trim(), ...shown, ...rows.filter(row => !row.endsWith('·')).sort()];
                        })()
                        """
                    )
                );
                return expected == seen;
            },
            seconds: 60
        );
        Assert.True(same, $"Job {id}:\n{expected}\nis shown as\n{seen}");
    }

    private static string FiguresOf(JsonElement job)
    {
        var counts = job.GetProperty("counts");
        var ongoing = job.GetProperty("status").GetString() == "ongoing";
        var figures = new List<(string Name, long Count, bool Shown)>
        {
            ("Measured", Count("measured"), true),
            ("Failed", Count("failed"), true),
            ("Running", Count("running"), ongoing),
            ("Pending", Count("pending"), ongoing),
            ("Cancelled", Count("cancelled"), Count("cancelled") > 0),
            ("Visits", job.GetProperty("visits").GetInt64(), true),
        };
        var failures = job.GetProperty("failures")
            .GetProperty("largest")
            .EnumerateArray()
            .Select(group =>
                $"{group.GetProperty("reason").GetString()} {group.GetProperty("host").GetString()} {group.GetProperty("images").GetInt64()}"
            )
            .Order(StringComparer.Ordinal);
        return string.Join(
            '\n',
            [
                job.GetProperty("status").GetString()!,
                .. figures.Where(figure => figure.Shown).Select(figure => $"{figure.Name} {figure.Count}"),
                .. failures,
            ]
        );

        long Count(string name) => counts.GetProperty(name).GetInt64();
    }

    private static string RowOf(JsonElement job)
    {
        var counts = job.GetProperty("counts");
        var parts = ((string[])["measured", "failed", "running", "cancelled", "pending"])
            .Select(name => (Name: name, Count: counts.GetProperty(name).GetInt64()))
            .Where(part => part.Count > 0)
            .Select(part => $"{part.Count} {part.Name}");
        var total = counts.GetProperty("total").GetInt64();
        return $"{string.Join(", ", parts)} of {total} image{(total == 1 ? "" : "s")}|{job.GetProperty("status").GetString()}";
    }
}
