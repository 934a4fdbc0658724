using System.Text.Json;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>A job as the image URLs of its visits.</summary>
internal static class Visits
{
    /// <summary>Images go to the hosts in turn, each under its own path.</summary>
    /// <param name="hosts">Addresses and ports, as in a URL.</param>
    public static string[][] Spread(IReadOnlyList<string> hosts, int visits, int images) =>
        [
            .. Enumerable
                .Range(0, visits)
                .Select(visit => Enumerable.Range(0, images).Select(image => Url(hosts, visit, image, images)).ToArray()),
        ];

    /// <summary>The same job without the images of one host.</summary>
    public static string[][] Without(string[][] visits, string host) =>
        [
            .. visits
                .Select(urls => urls.Where(url => !url.StartsWith($"http://{host}/", StringComparison.Ordinal)).ToArray())
                .Where(urls => urls.Length > 0),
        ];

    public static int CountImages(string[][] visits) => visits.Sum(urls => urls.Length);

    /// <summary>The body of a submission.</summary>
    public static byte[] ToBody(string[][] visits) => ToBody(visits, RunFolder.StoreId);

    /// <param name="storeId">The store of each visit.</param>
    public static byte[] ToBody(string[][] visits, Func<int, string> storeId) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                count = visits.Length,
                visits = visits.Select(
                    (urls, visit) =>
                        new
                        {
                            store_id = storeId(visit),
                            image_url = urls,
                            visit_time = "2026-05-04T09:30:00Z",
                        }
                ),
            }
        );

    private static string Url(IReadOnlyList<string> hosts, int visit, int image, int images) =>
        $"http://{hosts[(int)(((long)visit * images + image) % hosts.Count)]}/{visit}/{image}.jpg";
}
