using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract;

/// <summary>A job of nothing but trouble next to a healthy one: each image has its own reason, and no other job is affected.</summary>
public sealed class HostileJobTests
{
    private const int HealthyImages = 2_000;
    private const string Retried = "reason IN ('timeout', 'http_5xx', 'http_429')";
    private const string NotRetried =
        "reason IN ('http_404', 'http_410', 'redirect', 'refused_address', 'too_many_bytes', 'truncated', 'not_an_image')";

    [Fact]
    public async Task Bad_images_and_bad_servers_fail_their_images_and_nothing_else()
    {
        await using var hostility = await HostileOrigins.StartAsync();
        await using var images = await ImageServer.StartAsync();
        await using var product = new Product(
            Path.GetTempPath(),
            real: true,
            Settings([.. hostility.AllowedNetworks, $"127.0.0.1/32:{images.Address.Port}"])
        );
        await product.InitializeAsync();
        var alone = await RunHealthyAsync(product, images);

        var job = await SubmitAsync(product, "S2", hostility.Images.Select(image => image.Url));
        await Eventually.TrueAsync(
            () => product.Count($"SELECT count(*) FROM image_results WHERE job_id = {job}") > 50,
            "the hostile job is in progress"
        );
        var beside = await RunHealthyAsync(product, images);

        Assert.Equal(
            $$"""{"status":"failed","job_id":"{{job}}","error":[{"store_id":"S2","error":"Download failed"}]}""",
            await EndAsync(product, job)
        );
        var wrong = hostility.Images.Zip(ReadReasons(product, job)).Where(pair => !pair.First.Reasons.Contains(pair.Second)).ToList();
        Assert.True(
            wrong.Count == 0,
            string.Join('\n', wrong.Select(pair => $"{pair.First.Url}: {pair.Second}, not {string.Join(" or ", pair.First.Reasons)}"))
        );
        Assert.Equal(
            0,
            product.Count(
                $"SELECT count(*) FROM image_results WHERE job_id = {job} AND {Retried} AND (attempts <> 2 OR earlier_failures IS NULL)"
            )
        );
        Assert.Equal(
            0,
            product.Count(
                $"SELECT count(*) FROM image_results WHERE job_id = {job} AND {NotRetried} AND (attempts <> 1 OR earlier_failures IS NOT NULL)"
            )
        );
        Assert.False(hostility.CanaryTouched);
        Assert.True(
            beside < 2 * alone + TimeSpan.FromSeconds(3),
            $"{HealthyImages} healthy images took {alone} alone and {beside} alongside the hostile job."
        );
    }

    private static IEnumerable<(string Key, string Value)> Settings(string[] allowedNetworks) =>
        [
            ("RetailPulse:Images:AttemptTimeout", "00:00:06"),
            ("RetailPulse:Images:IdleTimeout", "00:00:03"),
            ("RetailPulse:Images:HostPatience", "00:00:03"),
            ("RetailPulse:Images:MaxAttempts", "2"),
            ("RetailPulse:Images:MaxBytes", "200000"),
            .. allowedNetworks.Select((network, i) => ($"RetailPulse:Images:AllowedNetworks:{i}", network)),
        ];

    private static async Task<TimeSpan> RunHealthyAsync(Product product, ImageServer images)
    {
        var started = Stopwatch.GetTimestamp();
        var job = await SubmitAsync(
            product,
            "S1",
            Enumerable.Range(0, HealthyImages).Select(image => new Uri(images.Address, $"{image}.gif").ToString())
        );
        Assert.Equal($$"""{"status":"completed","job_id":"{{job}}"}""", await EndAsync(product, job));
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<long> SubmitAsync(Product product, string store, IEnumerable<string> urls)
    {
        var body = new
        {
            count = 1,
            visits = new[]
            {
                new
                {
                    store_id = store,
                    image_url = urls,
                    visit_time = "time of store visit",
                },
            },
        };
        using var response = await product.Http.PostAsJsonAsync("/api/submit/", body);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
    }

    private static async Task<string> EndAsync(Product product, long job)
    {
        var answer = "";
        await Eventually.TrueAsync(
            async () =>
                !(answer = await product.Http.GetStringAsync($"/api/status?jobid={job}")).Contains("ongoing", StringComparison.Ordinal),
            $"job {job} ends"
        );
        return answer;
    }

    private static List<ImageReason> ReadReasons(Product product, long job)
    {
        var byCode = Enum.GetValues<ImageReason>().ToDictionary(reason => reason.Code() ?? "");
        return product.Read(
            $"SELECT ifnull(reason, '') FROM image_results WHERE job_id = {job} ORDER BY image_no",
            row => byCode[row.GetString(0)]
        );
    }
}
