using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>
/// Tests processes that are killed while they cancel, retry or amend jobs, start operations, accept a store master, or rotate a secret.
/// Requests without a response are repeated.
/// </summary>
public sealed class ChangeCrashTests(SharedPostgres server)
{
    private const int Jobs = 6;

    public static TheoryData<string> Databases => ["sqlite", "postgresql"];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_retry_runs_every_failed_image_exactly_once(string database)
    {
        await using var product = await CreateAsync(database);
        product.Images.Missing = "/1.gif";
        var jobs = await FailAsync(product, visits: 5);
        product.Images.Missing = null;
        await AskAsync(product, jobs, (http, job) => http.PostAsync($"/api/v1/jobs/{job}/retry", null));

        await EndAsync(product, jobs, "completed", measured: 10, cancelled: 0);
        Assert.Equal([(0, 10 * Jobs), (1, 5 * Jobs)], await ReadRunsAsync(product));
        Assert.Equal(5 * Jobs, await product.CountAsync("SELECT count(*) FROM retries"));
        Assert.Equal(2 * Jobs, await product.CountAsync("SELECT count(*) FROM webhook_deliveries"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_amended_image_runs_again_exactly_once(string database)
    {
        await using var product = await CreateAsync(database);
        product.Images.Missing = "/1.gif";
        var jobs = await FailAsync(product, visits: 1);
        var amended = new { url = new Uri(product.Images.Address, "good.gif") };
        await AskAsync(product, jobs, (http, job) => http.PatchAsJsonAsync($"/api/v1/jobs/{job}/visits/0/images/1", amended));

        await EndAsync(product, jobs, "completed", measured: 2, cancelled: 0);
        Assert.Equal([(0, 2 * Jobs), (1, Jobs)], await ReadRunsAsync(product));
        Assert.Equal(Jobs, await product.CountAsync("SELECT count(*) FROM retries WHERE image_url LIKE '%/good.gif'"));
        Assert.Equal(2 * Jobs, await product.CountAsync("SELECT count(*) FROM webhook_deliveries"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_cancelled_job_ends_once_with_the_counts_of_its_rows(string database)
    {
        await using var product = await CreateAsync(database, TimeSpan.FromMilliseconds(100));
        var jobs = new List<long>();
        await using (var first = await product.StartAsync())
        {
            for (var i = 0; i < Jobs; i++)
                jobs.Add(await product.SubmitAsync(first.Http, visits: 200, imagesPerVisit: 5));
            await Eventually.TrueAsync(() => product.Images.Served > 20, "the jobs run");
        }

        await AskAsync(product, jobs, (http, job) => http.PostAsync($"/api/v1/jobs/{job}/cancel", null));
        await using var last = await product.StartAsync();
        foreach (var job in jobs)
        {
            var (measured, cancelled) = await EndAsync(last.Http, job, "cancelled");
            Assert.Equal(1_000, measured + cancelled);
            Assert.Equal(measured, await product.CountAsync($"SELECT count(*) FROM image_results WHERE job_id = {job}"));
        }

        Assert.Equal(Jobs, await product.CountAsync("SELECT count(*) FROM webhook_deliveries WHERE type = 'job.cancelled'"));
        Assert.Equal(Jobs, await product.CountAsync("SELECT count(*) FROM webhook_deliveries"));
    }

    /// <summary>
    /// A key claims an operation, which is then started. The images stay missing, so a second operation would retry its job again.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_operation_runs_exactly_once_under_its_key(string database)
    {
        await using var product = await CreateAsync(database);
        product.Images.Missing = "/1.gif";
        var jobs = await FailAsync(product, visits: 1);
        var operations = new ConcurrentDictionary<long, string>();
        await AskAsync(product, jobs, StartAsync);

        await using var last = await product.StartAsync();
        foreach (var job in jobs)
        {
            var operation = operations[job];
            using var repeated = await StartAsync(last.Http, job);
            Assert.Equal((operation, "true"), (operations[job], repeated.Headers.GetValues("Idempotent-Replayed").Single()));
            await Eventually.TrueAsync(
                async () => (await last.Http.GetFromJsonAsync<JsonElement>(operation)).GetProperty("status").GetString() == "completed",
                "the operation ends"
            );
            Assert.Equal((1, 0), await EndAsync(last.Http, job, "failed"));
        }

        Assert.Equal(Jobs, operations.Values.Distinct().Count());
        Assert.Equal([(0, 2 * Jobs), (1, Jobs)], await ReadRunsAsync(product));
        Assert.Equal(Jobs, await product.CountAsync("SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'job-operation'"));

        async Task<HttpResponseMessage> StartAsync(HttpClient http, long job)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs/retry?ids={job}")
            {
                Headers = { { "Idempotency-Key", $"retry-{job}" } },
            };
            var response = await http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.Accepted)
                Assert.Equal(response.Headers.Location!.OriginalString, operations.GetOrAdd(job, response.Headers.Location.OriginalString));
            return response;
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_uploaded_store_master_is_in_force_as_a_whole_or_not_at_all(string database)
    {
        await using var product = await CreateAsync(database);
        var (acknowledged, sent) = (0, 0);
        var hashes = new Dictionary<string, int>();
        var kills = await product.AskUnderKillsAsync(
            Enumerable.Range(1, Jobs).Select(number => (Func<HttpClient, Task<HttpResponseMessage>>)(http => PutAsync(http, number))),
            atOnce: 1,
            CheckAsync
        );
        Assert.InRange(kills, 2, Jobs);
        Assert.Equal(sent, acknowledged);
        Assert.Equal(Jobs + 1, await product.CountAsync("SELECT count(DISTINCT sha256) FROM store_masters"));
        Assert.Equal(Jobs + 1, await product.CountAsync("SELECT max(version) FROM store_masters"));

        async Task<HttpResponseMessage> PutAsync(HttpClient http, int number)
        {
            var csv = Encoding.UTF8.GetBytes(
                $"store_id,store_name,area_code\n{string.Concat(Enumerable.Range(0, 20_000).Select(store => $"M{number}-{store},Store,10\n"))}"
            );
            hashes[Convert.ToHexStringLower(SHA256.HashData(csv))] = sent = number;
            var response = await http.PutAsync("/api/v1/stores", new ByteArrayContent(csv) { Headers = { ContentType = new("text/csv") } });
            if (response.IsSuccessStatusCode)
                acknowledged = number;
            return response;
        }

        async Task CheckAsync(HttpClient http)
        {
            if (sent == 0)
                return;
            var version = await http.GetFromJsonAsync<JsonElement>("/api/v1/store-master");
            var inForce = hashes.GetValueOrDefault(version.GetProperty("sha256").GetString()!);
            Assert.True(
                inForce == acknowledged || inForce == sent,
                $"Version {inForce} is in force; {acknowledged} was acknowledged, {sent} was sent."
            );
            if (inForce == 0)
                return;
            using var found = await http.GetAsync($"/api/v1/stores/M{inForce}-19999");
            found.EnsureSuccessStatusCode();
            using var other = await http.GetAsync($"/api/v1/stores/M{inForce - 1}-19999");
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_rotated_secret_follows_the_one_that_receivers_know(string database)
    {
        await using var product = await CreateAsync(database);
        string? known = null;
        var kills = await product.AskUnderKillsAsync(
            Enumerable.Repeat<Func<HttpClient, Task<HttpResponseMessage>>>(RotateAsync, Jobs),
            atOnce: 1,
            CheckAsync
        );
        Assert.InRange(kills, 2, Jobs);

        async Task<HttpResponseMessage> RotateAsync(HttpClient http)
        {
            var response = await http.PostAsync("/api/v1/webhooks/secret/rotate", null);
            if (response.IsSuccessStatusCode)
                known = ReadSecret(await response.Content.ReadFromJsonAsync<JsonElement>(), known!);
            return response;
        }

        async Task CheckAsync(HttpClient http)
        {
            var secrets = await http.GetFromJsonAsync<JsonElement>("/api/v1/webhooks/secret");
            var current = secrets.GetProperty("secret").GetString();
            known = known is null || current == known ? current : ReadSecret(secrets, known);
        }
    }

    /// <summary>Returns the current secret, which must have replaced the known one.</summary>
    private static string ReadSecret(JsonElement secrets, string known)
    {
        Assert.Equal(known, secrets.GetProperty("previous_secret").GetString());
        return secrets.GetProperty("secret").GetString()!;
    }

    private static async Task AskAsync(CrashingProduct product, List<long> jobs, Func<HttpClient, long, Task<HttpResponseMessage>> ask) =>
        Assert.InRange(
            await product.AskUnderKillsAsync(jobs.Select(job => (Func<HttpClient, Task<HttpResponseMessage>>)(http => ask(http, job)))),
            2,
            Jobs
        );

    private static async Task<List<long>> FailAsync(CrashingProduct product, int visits)
    {
        await using var process = await product.StartAsync();
        var jobs = new List<long>();
        for (var i = 0; i < Jobs; i++)
            jobs.Add(await product.SubmitAsync(process.Http, visits, imagesPerVisit: 2));
        foreach (var job in jobs)
            await EndAsync(process.Http, job, "failed");
        return jobs;
    }

    private static async Task EndAsync(CrashingProduct product, List<long> jobs, string status, long measured, long cancelled)
    {
        await using var process = await product.StartAsync();
        foreach (var job in jobs)
            Assert.Equal((measured, cancelled), await EndAsync(process.Http, job, status));
    }

    /// <summary>Waits for the job's end, and returns its counts.</summary>
    private static async Task<(long Measured, long Cancelled)> EndAsync(HttpClient http, long job, string status)
    {
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync($"/api/status?jobid={job}")).Contains($"\"{status}\"", StringComparison.Ordinal),
            string.Create(CultureInfo.InvariantCulture, $"job {job} is {status}")
        );
        var counts = (await http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("counts");
        return (counts.GetProperty("measured").GetInt64(), counts.GetProperty("cancelled").GetInt64());
    }

    private static Task<List<(int Run, int Results)>> ReadRunsAsync(CrashingProduct product) =>
        product.ReadAsync("SELECT run, count(*) FROM image_results GROUP BY run ORDER BY run", row => (row.GetInt32(0), row.GetInt32(1)));

    private Task<CrashingProduct> CreateAsync(string database, TimeSpan delay = default) =>
        CrashingProduct.CreateAsync(database == "postgresql" ? server : null, delay);
}
