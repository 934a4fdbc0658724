using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RetailPulse.WebFrontend.Access;
using IRequest = Microsoft.Playwright.IRequest;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>What a browser loads, from where, and what it complains about.</summary>
[Collection(ScreenTests.Name)]
public sealed partial class WeightTests(ScreenFixture fixture) : ScreenTest(fixture)
{
    private const int FirstVisit = 100_000;
    private const int LaterVisit = 20_000;
    private const int Requests = 10;

    /// <summary>
    /// A page has loaded what belongs to it when it requested nothing for this time, which is less than that until its first refresh.
    /// </summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>End of the address of a picture. Pictures load when they are about to be seen, and do not count.</summary>
    private const string Picture = "/thumbnail";

    [Fact]
    public async Task Every_screen_is_light_and_silent()
    {
        var weights = new List<string>();
        foreach (var path in Screens.Paths.Append("/console/sign-in"))
        {
            await using var context = await Screens.NewContextAsync(new BrowserNewContextOptions { BaseURL = Screens.Base });
            var page = await context.NewPageAsync();
            var messages = new List<string>();
            page.Console += (_, message) => messages.Add(message.Text);
            page.PageError += (_, error) => messages.Add(error);
            var (first, requests) = await LoadAsync(page, path);
            // Otherwise, a refresh of the first visit could count as a request of the second one.
            await page.GotoAsync("about:blank");
            var (later, _) = await LoadAsync(page, path);
            weights.Add($"{path}: {first:N0} and {later:N0} bytes, {requests.Count} requests");
            Assert.True(first <= FirstVisit && later <= LaterVisit && requests.Count(url => !IsPicture(url)) <= Requests, weights[^1]);
            Assert.All(requests, url => Assert.StartsWith(Screens.Base, url, StringComparison.Ordinal));
            Assert.True(messages.Count == 0, $"{path}: {string.Join('\n', messages)}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', weights));
    }

    [Fact]
    public async Task Every_page_has_the_strict_policy()
    {
        foreach (var path in Screens.Paths.Append("/jobs/999999").Append("/console/sign-in"))
        {
            using var response = await Screens.Product.Http.GetAsync(path);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                response.Headers.GetValues("Content-Security-Policy").Single()
            );
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        }
    }

    /// <summary>The tests of all screens go through a list, which a new screen must be added to.</summary>
    [Fact]
    public void Every_screen_is_tested()
    {
        string[] others = ["/photos/selection.csv", "/photos/selection.zip", "/search"];
        var screens = Screens
            .Product.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<SignInPage>() is not null)
            .Select(route => route.RoutePattern.RawText!)
            .Except(others)
            .ToList();
        Assert.InRange(screens.Count, 13, 100);
        Assert.All(
            screens,
            screen => Assert.Contains(Screens.Paths, path => Regex.IsMatch(path.Split('?')[0], $"^{Parameter().Replace(screen, "[^/]+")}$"))
        );
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();

    private static bool IsPicture(string url) => new Uri(url).AbsolutePath.EndsWith(Picture, StringComparison.Ordinal);

    private static async Task<(int Bytes, List<string> Requests)> LoadAsync(IPage page, string path)
    {
        var requests = new List<IRequest>();
        var ended = new HashSet<IRequest>();
        var last = Stopwatch.StartNew();
        var loaded = false;
        void Note(object? sender, IRequest request)
        {
            // A live page loads itself again after a second. That is an update, and not a part of the visit.
            if (
                loaded
                && request.ResourceType == "fetch"
                && new Uri(request.Url).PathAndQuery == new Uri(new Uri(page.Url), path).PathAndQuery
            )
                return;
            requests.Add(request);
            last.Restart();
        }
        void End(object? sender, IRequest request) => ended.Add(request);
        page.Request += Note;
        page.RequestFinished += End;
        page.RequestFailed += End;
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        loaded = true;
        if (await page.Locator("#live").CountAsync() > 0)
            await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("data-state", "open");

        // Parts that are loaded by scripts are requested after the load.
        await Eventually.TrueAsync(
            () => last.Elapsed > Quiet && requests.TrueForAll(request => request.ResourceType == "eventsource" || ended.Contains(request)),
            "everything that the page requests has arrived"
        );
        page.Request -= Note;
        page.RequestFinished -= End;
        page.RequestFailed -= End;
        var bytes = 0;
        foreach (var request in requests.Where(request => request.ResourceType != "eventsource" && !IsPicture(request.Url)))
        {
            if (await request.ResponseAsync() is { } response && await response.FinishedAsync() is null)
                bytes += await SizeAsync(request);
        }

        return (bytes, [.. requests.Select(request => request.Url)]);
    }

    private static async Task<int> SizeAsync(IRequest request)
    {
        var sizes = await request.SizesAsync();
        return sizes.ResponseBodySize + sizes.ResponseHeadersSize;
    }
}
