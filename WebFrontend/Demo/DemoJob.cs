using System.Globalization;
using RetailPulse.Client;

namespace RetailPulse.WebFrontend.Demo;

/// <summary>The demo's second job, which gives the console something to show: 200 images within half a minute, some of which fail.</summary>
internal static class DemoJob
{
    private const int Images = 200;
    private const int ImagesPerVisit = 4;
    private const int Limited = 12;

    /// <summary>Every image with a multiple of this number is the same photo. A multiple of the number of samples.</summary>
    private const int Repetition = 64;

    private static readonly string[] Samples =
    [
        "shelf-front.jpg",
        "shelf-left.jpg",
        "price-tags.png",
        "cooler.webp",
        "checkout.gif",
        "storefront.bmp",
        "planogram.webp",
        "endcap.png",
    ];

    private static readonly string[] Broken = ["404", "410", "403", "503", "page", "half.jpg", "logo.svg", "circle"];

    /// <param name="address">Address of this process.</param>
    /// <param name="stores">Ids of known stores, at least one.</param>
    public static Submission For(Uri address, IReadOnlyList<string> stores)
    {
        string[] urls = [.. Failing(address), .. Resting(address), .. Sound(address)];
        return new Submission([
            .. urls.Take(Images).Chunk(ImagesPerVisit).Select((images, visit) => Visit(stores[visit % stores.Count], images, visit)),
            Visit("S-NOT-KNOWN", [Sound(address).First()], 0),
        ]);
    }

    private static VisitToMeasure Visit(string store, string[] images, int visit) =>
        new(store, [.. images], string.Create(CultureInfo.InvariantCulture, $"2026-05-{1 + (visit / 4):00}T{8 + (visit % 10):00}:30:00Z"));

    private static IEnumerable<string> Failing(Uri address) =>
        [
            .. Broken.SelectMany(
                (kind, at) =>
                    Enumerable.Range(0, 1 + (at * at % 7)).Select(copy => $"{address}{DemoImages.Root[1..]}/broken/{kind}?copy={copy}")
            ),
            "http://10.0.0.1/shelf.jpg",
            "http://images.invalid/shelf-1.jpg",
            "http://images.invalid/shelf-2.jpg",
        ];

    /// <summary>Another name of this machine is another host, which can rest while the first one works.</summary>
    private static IEnumerable<string> Resting(Uri address)
    {
        var other = new UriBuilder(address) { Host = address.Host == "127.0.0.1" ? "localhost" : "127.0.0.1" }.Uri;
        return Enumerable
            .Range(0, Limited)
            .Select(at => $"{other}{DemoImages.Root[1..]}/limited/{Samples[at % Samples.Length]}?copy=l{at}");
    }

    /// <summary>Returns photos that are all different, except that some are the first one again.</summary>
    private static IEnumerable<string> Sound(Uri address) =>
        Enumerable
            .Range(0, Images)
            .Select(at =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{address}{DemoImages.Root[1..]}/{Samples[at % Samples.Length]}?copy={(at % Repetition == 0 ? 0 : at)}"
                )
            );
}
