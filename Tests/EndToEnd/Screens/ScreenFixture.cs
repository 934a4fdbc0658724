using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RetailPulse.Client;
using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.Images;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>One product with a few jobs, and one browser, which all tests of the console share.</summary>
public sealed class ScreenFixture : IAsyncLifetime
{
    /// <summary>Texts that break a page that does not expect them.</summary>
    public const string Markup = "<script>document.title='broken'</script><img src=x onerror=alert(1)>";

    public static readonly string RightToLeft = "\u202Egpj.exe\u202C";

    /// <summary>A store with such a name, which is as long as a name can be.</summary>
    public const string HostileStore = "H1";

    public static readonly string HostileName = $"{Markup} {RightToLeft} ".PadRight(1_000, 'W');

    private IPlaywright? playwright;

    private readonly string thumbnail = Path.GetTempFileName();

    internal Product Product { get; }

    internal IBrowser Browser { get; private set; } = null!;

    /// <summary>A job with measured and failed images.</summary>
    internal long Failed { get; private set; }

    /// <summary>A job whose texts are hostile.</summary>
    internal long Hostile { get; private set; }

    /// <summary>An operation that has ended.</summary>
    internal long Operation { get; private set; }

    internal string Base => Product.Http.BaseAddress!.ToString().TrimEnd('/');

    internal Api Api => new(Product.Http);

    public ScreenFixture()
    {
        // Decoding is not the subject here, and takes a process for each picture.
        File.WriteAllBytes(thumbnail, DecodableImages.Jpeg(120, 90));
        Product = new Product
        {
            Replace = services =>
                services.AddSingleton(new ThumbnailCommand("/bin/sh", ["-c", $"cat > /dev/null; exec cat '{thumbnail}'"])),
        };
    }

    public async ValueTask InitializeAsync()
    {
        await Product.InitializeAsync();
        await AddStoresAsync();
        Product.Fetcher.Answer = (url, _) =>
            url.Contains("missing", StringComparison.Ordinal) ? Outcome(ImageReason.Http404)
            : url.Contains("cut", StringComparison.Ordinal) ? Outcome(ImageReason.Truncated)
            : FakeFetcher.Sound;
        Failed = await Api.SubmitAsync(
            ("S1", [.. Enumerable.Range(0, 120).Select(at => $"http://a.example/{at}.jpg")]),
            ("S2", ["http://a.example/missing.jpg", "http://b.example/cut.jpg"]),
            ("UNKNOWN", ["http://a.example/1.jpg"])
        );
        Hostile = await Api.SubmitAsync(
            (Markup, [$"http://a.example/missing?q={Uri.EscapeDataString(Markup)}", "http://a.example/missing/".PadRight(2_048, 'x')]),
            (RightToLeft, ["http://a.example/missing-3.jpg"]),
            (HostileStore, [$"http://a.example/cut/{RightToLeft}{new string('x', 500)}", "http://a.example/ok"])
        );
        await Api.EndAsync(Failed);
        await Api.EndAsync(Hostile);
        Operation = (await Product.Client.Jobs.CancelAllAsync(new JobQuery { Store = "nowhere" })).Id;
        await Product.Client.Jobs.WaitForOperationAsync(Operation, TimeSpan.FromMilliseconds(50));
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-dev-shm-usage"] }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
        await Product.DisposeAsync();
        File.Delete(thumbnail);
    }

    /// <summary>Every screen with something on it, and some without.</summary>
    internal string[] Paths =>
        [
            "/",
            "/jobs",
            "/jobs?status=cancelled",
            Job(Failed),
            $"{Job(Failed)}?tab=visits",
            $"{Job(Failed)}?tab=timeline",
            $"{Job(Failed)}?tab=repeated",
            $"{Job(Failed)}?tab=deliveries",
            $"{Job(Failed)}?tab=programs",
            $"{Job(Failed)}/visits/1/images/0",
            string.Create(CultureInfo.InvariantCulture, $"/operations/{Operation}"),
            "/failures",
            "/failures?reason=http_404",
            "/photos",
            "/photos?size=l&is=failed",
            "/photos?store=nowhere",
            $"/photos?job={Failed}",
            "/photos/sheet",
            Sheet(Failed, 24),
            $"/photos/compare?after={Failed}.0",
            "/stores",
            "/stores/S1",
            $"/stores/{HostileStore}",
            "/submit",
            "/operator",
        ];

    /// <summary>The address of a contact sheet with the first photos of the first visit of a job.</summary>
    internal static string Sheet(long job, int photos) =>
        $"/photos/sheet?{string.Join('&', Enumerable.Range(0, photos).Select(image => $"p={job}.0.{image}"))}";

    internal static string Job(long id) => string.Create(CultureInfo.InvariantCulture, $"/jobs/{id}");

    /// <summary>Creates a browser profile.</summary>
    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        var context = await Browser.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(BrowserTimeout.Milliseconds);
        return context;
    }

    /// <summary>Opens a page in a browser profile of its own.</summary>
    internal async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        var context = await NewContextAsync(options);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Base + path);
        return page;
    }

    /// <summary>Closes all tabs, which keep event streams open.</summary>
    internal async ValueTask CloseTabsAsync()
    {
        foreach (var context in Browser.Contexts.ToArray())
            await context.DisposeAsync();
    }

    private async Task AddStoresAsync()
    {
        using var csv = new StringContent(
            $"store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n{HostileStore},\"{HostileName}\",20\n",
            Encoding.UTF8,
            "text/csv"
        );
        using var response = await Product.Http.PutAsync("/api/v1/stores", csv);
        response.EnsureSuccessStatusCode();
    }

    private static ImageOutcome Outcome(ImageReason reason) => new(reason, null, 0, 0, 10, TimeSpan.FromMilliseconds(3));
}

/// <summary>The tests of the console run one after the other, with the same product and browser.</summary>
[CollectionDefinition(Name)]
public sealed class ScreenTests : ICollectionFixture<ScreenFixture>
{
    public const string Name = "Screens";
}
