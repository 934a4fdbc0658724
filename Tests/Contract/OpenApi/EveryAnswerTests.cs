using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.Tests.Contract.OpenApi;

/// <summary>
/// Every answer that the document promises can be had, so that it promises none too many; <see cref="AnswerCheck"/> sees to it that it
/// promises none too few.
/// </summary>
public sealed class EveryAnswerTests : IAsyncLifetime
{
    private const string Csv = "store_id,store_name,area_code\nS1,One,10\n";
    private const long Unknown = 4711;
    private const string Reader = "rp_reader";
    private const string Admin = "rp_admin";
    private const string Url = """{"url":"http://a.example/right"}""";

    /// <summary>Responses that one request cannot produce, and the tests that produce them.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["400 bad_request"] = "takes a socket of its own: JobSubmitTests",
        ["408 body_too_slow"] = "takes a socket of its own: RequestLimitsTests, of every route",
        ["POST /api/submit 408"] = "takes a socket of its own: RequestLimitsTests",
        ["POST /api/v1/jobs/{id}/cancel 202"] = "takes a job that does not end: JobChangeTests",
        ["409 too_many_rotations"] = "takes as many rotations as there may be: WebhookTests",
        ["503 too_many_listeners"] = "takes as many listeners as there may be: JobEventsTests",
        ["503 too_many_bodies"] = "takes bodies that hardly arrive: BodyBudgetTests",
        ["GET /api/v1/jobs/{id}/events 204"] = "takes the id of an end: JobEventsTests",
        ["GET /health 503"] = "takes a cluster that is gone: FrontEndFailureTests",
        ["GET /health/ready 503"] = "takes a server that is not ready: ReadinessTests",
        ["GET /health/startup 503"] = "takes a server that starts: ReadinessTests",
    };

    private readonly TaskCompletionSource gate = new();

    private readonly SkewedClock clock = new();
    private readonly Product product;

    public EveryAnswerTests() =>
        product = new Product(Path.GetTempPath(), real: false)
        {
            Replace = services =>
                services.AddSingleton(provider => new ClusterCall(clock, provider.GetRequiredService<ILogger<ClusterCall>>())),
        };

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        gate.SetResult();
        return product.DisposeAsync();
    }

    [Fact]
    public async Task Every_documented_response_occurs()
    {
        var jobs = await MakeJobsAsync();
        foreach (var asking in Askings(jobs))
            await asking.SendAsync(product.Http);
        clock.Races = true;
        foreach (var asking in Sound(jobs))
            await asking.SendAsync(product.Http);
        clock.Broken = true;
        foreach (var asking in Sound(jobs).Where(asking => asking.Path.StartsWith("/api/v1", StringComparison.Ordinal)))
            await asking.SendAsync(product.Http);
        await AskFromPagesAsync(jobs);
        string[] had = [.. product.Answers.Seen.Select(Name), .. await AskStrangersAsync(), .. await AskTooMuchAsync()];
        if (Promised().Except(had).ToList() is { Count: > 0 } missing)
            Assert.Fail($"Nobody ever got:\n{string.Join('\n', missing)}");
    }

    /// <summary>Sends requests as a page of another site, and under a name that was redirected to this machine.</summary>
    private async Task AskFromPagesAsync(Jobs jobs)
    {
        product.Http.DefaultRequestHeaders.Add("Origin", "http://evil.example");
        foreach (var asking in Sound(jobs).Where(asking => asking.Method != "GET"))
            await asking.SendAsync(product.Http);
        product.Http.DefaultRequestHeaders.Host = "evil.example";
        foreach (var asking in Sound(jobs))
            await asking.SendAsync(product.Http);
    }

    /// <summary>Without a key, with one that may only read, and more often than one may.</summary>
    private static async Task<IEnumerable<string>> AskStrangersAsync()
    {
        await using var guarded = new Product(
            Path.GetTempPath(),
            real: false,
            [.. Key(0, Reader, "read"), .. Key(1, Admin, "admin"), ("RetailPulse:Api:RequestsPerSecond", "1")]
        );
        await guarded.InitializeAsync();
        var askings = Sound(Jobs.Strange).ToArray();
        foreach (var asking in askings)
            await asking.SendAsync(guarded.Http);
        guarded.Http.DefaultRequestHeaders.Add("X-Api-Key", Reader);
        foreach (var asking in askings)
            await asking.SendAsync(guarded.Http);
        guarded.Http.DefaultRequestHeaders.Remove("X-Api-Key");
        guarded.Http.DefaultRequestHeaders.Authorization = new("Bearer", Admin);
        foreach (var asking in askings)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => asking.SendAsync(guarded.Http)));
        return guarded.Answers.Seen.Select(Name);
    }

    /// <summary>One job more than there may be.</summary>
    private static async Task<IEnumerable<string>> AskTooMuchAsync()
    {
        await using var bounded = new Product(Path.GetTempPath(), real: false, ("RetailPulse:Api:MaxJobs", "1"));
        await bounded.InitializeAsync();
        var held = new TaskCompletionSource();
        bounded.Fetcher.Gate = held.Task;
        foreach (var path in (string[])["/api/v1/jobs", "/api/v1/jobs", "/api/submit"])
            await new ApiRequest("POST", path, InvalidBodies.Valid).SendAsync(bounded.Http);
        held.SetResult();
        return bounded.Answers.Seen.Select(Name);
    }

    private static (string Key, string Value)[] Key(int number, string key, string role) =>
        [
            ($"RetailPulse:Api:Keys:{number}:Name", role),
            ($"RetailPulse:Api:Keys:{number}:Tenant", "acme"),
            ($"RetailPulse:Api:Keys:{number}:Role", role),
            ($"RetailPulse:Api:Keys:{number}:Sha256", NewKey.Sha256(key)),
        ];

    private static IEnumerable<string> Promised() =>
        from operation in ApiDocument.Committed.Operations
        from status in operation.Statuses
        from code in operation.Codes(status) is { Count: > 0 } codes ? codes : [""]
        where !Elsewhere.ContainsKey($"{status} {code}") && !Elsewhere.ContainsKey(Name((operation.Name, status, code)))
        select Name((operation.Name, status, code));

    private static string Name((string Operation, int Status, string Code) answer) =>
        $"{answer.Operation} {answer.Status} {answer.Code}".TrimEnd();

    private async Task<Jobs> MakeJobsAsync()
    {
        var api = new Api(product.Http);
        product.Fetcher.Answer = (url, _) =>
            url.Contains("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var (failed, another, deleted) = (
            await api.SubmitAsync(("S1", ["http://a.example/gone", "http://a.example/sound"])),
            await api.SubmitAsync(("S1", ["http://a.example/gone"])),
            await api.SubmitAsync(("S1", ["http://a.example/sound"]))
        );
        await api.EndAsync(failed);
        await api.EndAsync(another);
        await api.EndAsync(deleted);
        product.Fetcher.Body = _ => DecodableImages.Png(3, 4);
        product.Fetcher.Gated = url => !url.EndsWith("/sound", StringComparison.Ordinal);
        product.Fetcher.Gate = gate.Task;
        var cancelled = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.SendAsync(HttpMethod.Post, $"jobs/{cancelled}/cancel");
        var ongoing = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        var (_, told) = await api.SendAsync(
            HttpMethod.Post,
            "jobs",
            """{"count":1,"visits":[{"store_id":"S9","image_url":["http://a.example/1"],"visit_time":"t"}],"callback_url":"http://127.0.0.1:9/"}"""
        );
        await api.EndAsync(told.GetProperty("id").GetInt64());
        return new Jobs(
            failed,
            another,
            cancelled,
            ongoing,
            told.GetProperty("id").GetInt64(),
            await FindDeliveryAsync(api, told.GetProperty("id").GetInt64()),
            deleted
        );
    }

    private static async Task<string> FindDeliveryAsync(Api api, long job)
    {
        JsonElement deliveries = default;
        await Eventually.TrueAsync(
            async () => (deliveries = (await api.GetAsync($"jobs/{job}/webhooks")).GetProperty("deliveries")).GetArrayLength() > 0,
            "the end is to be told"
        );
        return deliveries[0].GetProperty("id").GetString()!;
    }

    private static IEnumerable<ApiRequest> Askings(Jobs jobs) =>
        [
            .. Sound(jobs),
            .. Sound(jobs)
                .Select(asking =>
                    asking with
                    {
                        Path = $"{asking.Path}{(asking.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}bogus=1",
                    }
                ),
            .. Sound(Jobs.Strange),
            .. Sound(jobs)
                .Where(asking => asking.Body is not null)
                .SelectMany(asking =>
                    (ApiRequest[])
                        [
                            asking with
                            {
                                Type = "text/plain",
                            },
                            asking with
                            {
                                Body = "{}",
                            },
                            asking with
                            {
                                Body = new string(' ', asking.Type == "text/csv" ? 33_554_433 : 1_000_001),
                            },
                        ]
                ),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/events", Accept: "image/png"),
            new("GET", "/api/v1/events", Accept: "image/png"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/visits/0/images/9/attempts"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/visits/0/images/9/thumbnail"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/visits/0/images/0/thumbnail"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/visits/0/images/1/thumbnail", IfNoneMatch: "*"),
            new("POST", $"/api/v1/jobs/{jobs.Told}/webhooks/msg_none/resend"),
            .. Submissions("/api/v1/jobs"),
            .. Submissions("/api/submit"),
            new("POST", "/api/v1/jobs?validate_only=true", InvalidBodies.Valid),
            new("POST", "/api/v1/jobs/cancel/validate"),
            .. Filters("cancel"),
            .. Filters("cancel/validate"),
            .. Filters("retry"),
            .. Filters("retry/validate"),
            new("POST", "/api/v1/jobs/retry/validate"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/images", Accept: "image/png"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/images", Accept: "text/csv"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}", IfNoneMatch: "*"),
            new("GET", $"/api/status?jobid={jobs.Failed}", IfNoneMatch: "*"),
            new("GET", "/api/v1/store-master", IfNoneMatch: "*"),
            new("PUT", "/api/v1/stores?validate_only=true", Csv, "text/csv"),
            new("PUT", "/api/v1/stores", $"{Csv}S2,Two,20\n", "text/csv", IfMatch: "\"0\""),
            new("GET", "/api/v1/failures", Accept: "image/png"),
            new("GET", "/api/v1/stores/S9"),
            new("GET", "/api/v1/stores/S9/visits"),
            new("POST", $"/api/v1/jobs/{jobs.Ongoing}/retry", """{"reason":"luck"}"""),
            new("POST", $"/api/v1/jobs/{jobs.Cancelled}/retry"),
            new("POST", $"/api/v1/jobs/{jobs.AnotherFailed}/retry"),
            new("DELETE", $"/api/v1/jobs/{jobs.Deleted}"),
            Amend(jobs.Cancelled, 0),
            Amend(jobs.Failed, 9),
            Amend(jobs.Failed, 1),
            Amend(jobs.Failed, 0),
            .. Changes(jobs)
                .SelectMany(change => (ApiRequest[])[change with { Key = "two words" }, change with { Key = "one-key-for-all" }]),
        ];

    /// <summary>Under one key, only the first of these is made.</summary>
    private static IEnumerable<ApiRequest> Changes(Jobs jobs) =>
        [
            new("POST", "/api/v1/jobs", InvalidBodies.Valid),
            new("POST", $"/api/v1/jobs/{jobs.Cancelled}/cancel"),
            new("POST", $"/api/v1/jobs/{jobs.Ongoing}/retry", "{}"),
            Amend(jobs.Ongoing, 0),
            new("PUT", "/api/v1/stores", Csv, "text/csv"),
            new("POST", "/api/v1/jobs/cancel?store=none"),
            new("POST", "/api/v1/jobs/retry?store=none"),
        ];

    /// <summary>A sound request of every operation.</summary>
    private static IEnumerable<ApiRequest> Sound(Jobs jobs) =>
        [
            new("GET", "/api/v1/jobs"),
            new("POST", "/api/v1/jobs", InvalidBodies.Valid),
            new("POST", "/api/v1/jobs/validate", InvalidBodies.Valid),
            new("POST", "/api/v1/jobs/cancel?store=none"),
            new("POST", "/api/v1/jobs/cancel/validate?store=none"),
            new("POST", "/api/v1/jobs/retry?store=none"),
            new("POST", "/api/v1/jobs/retry/validate?store=none"),
            new("GET", $"/api/v1/operations/{(jobs == Jobs.Strange ? Unknown : 1)}"),
            new("GET", $"/api/v1/jobs/{jobs.Ongoing}/images.csv"),
            new("GET", $"/api/v1/jobs/{jobs.Ongoing}/images.ndjson"),
            new("GET", $"/api/v1/jobs/{jobs.Ongoing}"),
            new("GET", $"/api/v1/jobs/{jobs.Ongoing}/images"),
            new("GET", $"/api/v1/jobs/{jobs.Ongoing}/repeated-photos"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/events"),
            new("POST", $"/api/v1/jobs/{jobs.Cancelled}/cancel"),
            new("DELETE", $"/api/v1/jobs/{jobs.Ongoing}"),
            new("POST", $"/api/v1/jobs/{jobs.Ongoing}/retry", "{}"),
            Amend(jobs.Ongoing, 0),
            new("GET", $"/api/v1/jobs/{jobs.Ongoing}/webhooks"),
            new("POST", $"/api/v1/jobs/{jobs.Told}/webhooks/{jobs.Delivery}/resend"),
            new("GET", "/api/v1/events"),
            new("GET", "/api/v1/failures"),
            new("GET", "/api/v1/photos"),
            new("GET", "/api/v1/failures.csv"),
            new("GET", "/api/v1/failures.ndjson"),
            new("GET", "/api/v1/hosts"),
            new("GET", "/api/v1/me"),
            new("GET", "/api/v1/cluster"),
            new("GET", "/api/v1/throughput"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/visits/0/images/0/attempts"),
            new("GET", $"/api/v1/jobs/{jobs.Failed}/visits/0/images/1/thumbnail"),
            new("GET", "/api/v1/webhooks/secret"),
            new("POST", "/api/v1/webhooks/secret/rotate"),
            new("GET", "/api/v1/stores"),
            new("GET", "/api/v1/areas"),
            new("PUT", "/api/v1/stores", Csv, "text/csv"),
            new("GET", "/api/v1/stores/S1"),
            new("GET", "/api/v1/stores/S1/visits"),
            new("GET", "/api/v1/store-master"),
            new("POST", "/api/submit", InvalidBodies.Valid),
            new("GET", $"/api/status?jobid={jobs.Ongoing}"),
            new("GET", "/api/visits"),
            new("GET", "/health"),
            new("GET", "/alive"),
            new("GET", "/health/live"),
            new("GET", "/health/ready"),
            new("GET", "/health/startup"),
        ];

    private static IEnumerable<ApiRequest> Submissions(string path)
    {
        var key = Guid.NewGuid().ToString();
        return
        [
            new("POST", path, InvalidBodies.Valid, Key: key),
            new("POST", path, InvalidBodies.Valid + " ", Key: key),
            new("POST", path, InvalidBodies.Valid, Key: "two words"),
        ];
    }

    /// <summary>Filters where nobody reads them, in a body.</summary>
    private static IEnumerable<ApiRequest> Filters(string change)
    {
        var filter = new ApiRequest("POST", $"/api/v1/jobs/{change}", """{"label":"a"}""");
        return [filter, filter with { Type = "text/plain" }, filter with { Body = new string(' ', 1_000_001) }];
    }

    private static ApiRequest Amend(long job, int image) => new("PATCH", $"/api/v1/jobs/{job}/visits/0/images/{image}", Url);

    /// <param name="Failed">Its first image failed, its second did not.</param>
    /// <param name="Delivery">Id of the delivery of the job's end.</param>
    private sealed record Jobs(long Failed, long AnotherFailed, long Cancelled, long Ongoing, long Told, string Delivery, long Deleted)
    {
        /// <summary>None of them is there.</summary>
        public static readonly Jobs Strange = new(Unknown, Unknown, Unknown, Unknown, Unknown, "msg_none", Unknown);
    }
}
