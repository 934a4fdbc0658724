using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What people with a key see, and what they do not.</summary>
[Collection(ScreenTests.Name)]
public sealed partial class RolesTests(ScreenFixture fixture, KeyedProduct product) : ScreenTest(fixture), IClassFixture<KeyedProduct>
{
    /// <summary>Elements that change something, and every button that is not known to change nothing.</summary>
    private const string Controls = """
        [...document.querySelectorAll('[data-post], [data-bulk], [data-amend], [data-select], #send, #store-upload, #selection, a[href$="/submit"], input[type="file"], button')]
          .filter(element => !element.matches('#open-palette, #select-all, #print, [popovertarget="account"]'))
          .filter(element => !element.closest('form[method="get"], form[action$="/console/session/end"], #save-view, #virtual, #views, dialog#confirm, dialog#shortcuts, dialog#drawer > .close'))
          .filter(element => element.closest('main, .rail, .top, dialog'))
          .map(element => element.outerHTML.slice(0, 200))
        """;

    [Fact]
    public async Task A_reader_finds_no_control_on_any_screen_and_changes_nothing()
    {
        var job = await FailAsync();
        var page = await SignInAsync("acme-read");
        foreach (var path in Paths(job))
        {
            await page.GotoAsync(path);
            Assert.Contains("name of acme-read", await page.Locator(".who").InnerTextAsync());
            await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");
            Assert.Equal((path, ""), (path, string.Join('\n', await page.EvaluateAsync<string[]>(Controls))));
        }

        // The drawer is loaded when it is opened.
        await page.GotoAsync(ScreenFixture.Job(job));
        await page.Locator("table.images a[data-drawer]").Last.ClickAsync();
        await page.Locator("#drawer .image-detail").WaitForAsync();
        Assert.Equal("", string.Join('\n', await page.EvaluateAsync<string[]>(Controls)));
        foreach (var path in (string[])["/submit", "/operator"])
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Not for this key");
            await IsAccessibleAsync(page, path);
        }

        var changes = product.Routes.Where(route => Requirement.Of(route).Role > Role.Read && MethodOf(route) != "GET").ToList();
        Assert.InRange(changes.Count, 10, 100);
        foreach (var route in changes)
            Assert.Equal((route.RoutePattern.RawText, 403), (route.RoutePattern.RawText, await CallAsync(page, route, job)));
        Assert.Equal(0, product.Product.Count("SELECT count(*) FROM job_retries"));

        // A submitter, on the same screens, has what the reader lacks.
        var submitter = await SignInAsync("acme-submit");
        await submitter.GotoAsync(ScreenFixture.Job(job));
        Assert.Contains("data-post", string.Concat(await submitter.EvaluateAsync<string[]>(Controls)));
        await submitter.GotoAsync("/jobs");
        Assert.Contains("data-select", string.Concat(await submitter.EvaluateAsync<string[]>(Controls)));
    }

    [Fact]
    public async Task A_job_of_another_tenant_looks_like_one_that_does_not_exist()
    {
        const long unknown = 987_654_321;
        var job = await FailAsync();
        var page = await SignInAsync("zeta-admin");
        foreach (var (path, other) in Paths(job).Zip(Paths(unknown)).Where(paths => paths.First != paths.Second))
        {
            var seen = await ReadAsync(page, path);
            Assert.DoesNotContain("a.example", seen, StringComparison.Ordinal);
            Assert.Equal(
                await ReadAsync(page, other),
                Regex.Replace(seen, $@"(?<=/jobs/|\b(?:job|after|before)=|\bjob ){job}\b", $"{unknown}")
            );
        }

        foreach (
            var (path, empty) in (IEnumerable<(string, string)>)
                [("/", "No jobs yet"), ("/jobs", "No jobs yet"), ("/photos", "No photos yet"), ("/failures", "No image has failed")]
        )
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(empty);
            await IsAccessibleAsync(page, path);
        }
    }

    /// <summary>Requires that axe finds nothing, in light and in dark.</summary>
    private static async Task IsAccessibleAsync(IPage page, string path)
    {
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            Assert.Equal((path, theme, ""), (path, theme, string.Join('\n', await Axe.FindViolationsAsync(page))));
        }
    }

    private static string[] Paths(long job) =>
        [
            "/",
            "/jobs",
            "/jobs?status=failed",
            ScreenFixture.Job(job),
            $"{ScreenFixture.Job(job)}?status=failed&reason=http_404",
            $"{ScreenFixture.Job(job)}?tab=visits",
            $"{ScreenFixture.Job(job)}?tab=repeated",
            $"{ScreenFixture.Job(job)}?tab=timeline",
            $"{ScreenFixture.Job(job)}?tab=deliveries",
            $"{ScreenFixture.Job(job)}?tab=programs",
            $"{ScreenFixture.Job(job)}/visits/0/images/1",
            "/failures",
            "/failures?reason=http_404",
            $"/photos?job={job}",
            "/photos?store=S1",
            ScreenFixture.Sheet(job, 2),
            $"/photos/compare?after={job}.0",
            "/stores",
            "/stores/S1",
        ];

    /// <summary>Submits a job of the tenant acme with a measured and a failed image, and returns it after its end.</summary>
    private async Task<long> FailAsync()
    {
        product.Product.Fetcher.Answer = (url, _) =>
            url.Contains("missing", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var (_, body, _) = await product.SendAsync(
            "acme-submit",
            HttpMethod.Post,
            "/api/submit",
            KeyedProduct.Job("http://a.example/1", "http://a.example/missing")
        );
        var job = body.GetProperty("job_id").GetInt64();
        await Eventually.TrueAsync(
            () => product.Product.Count($"SELECT count(*) FROM jobs WHERE job_id = {job} AND ended_at IS NOT NULL") == 1,
            "the job ends"
        );
        return job;
    }

    private async Task<IPage> SignInAsync(string key)
    {
        var context = await Screens.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = product.Product.Http.BaseAddress!.ToString() }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync("/jobs");
        await IsAccessibleAsync(page, "sign-in");
        await page.Locator("input[name=key]").FillAsync(key);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/jobs");
        return page;
    }

    private static Task<string> ReadAsync(IPage page, string path) =>
        page.EvaluateAsync<string>(
            "async path => { const response = await fetch(path); return response.status + await response.text(); }",
            path
        );

    /// <summary>Sends a change as a script of the page could, and returns its status.</summary>
    private static Task<int> CallAsync(IPage page, RouteEndpoint route, long job) =>
        page.EvaluateAsync<int>(
            "async ([method, path]) => (await fetch(path, { method })).status",
            new[] { MethodOf(route), Parameter().Replace(route.RoutePattern.RawText!, name => name.Value == "{id}" ? $"{job}" : "0") }
        );

    private static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}
