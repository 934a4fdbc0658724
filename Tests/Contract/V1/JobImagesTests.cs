using System.Net;
using System.Text.Json;
using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/jobs/{id}/images</c> over real HTTP, as pages.</summary>
public sealed class JobImagesTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_list_starts_at_the_visit_that_is_asked_for()
    {
        var id = await api.SubmitAsync([
            .. Enumerable.Range(0, 6).Select(visit => ("S1", (string[])["http://a.example/1", "http://a.example/2"])),
        ]);
        await api.EndAsync(id);
        var places = await product
            .Client.Jobs.ListImagesAsync(id, new ImageQuery { FromVisit = 3, PageSize = 4 })
            .Select(image => (image.Visit, image.Image))
            .ToListAsync();
        Assert.Equal([(3, 0), (3, 1), (4, 0), (4, 1), (5, 0), (5, 1)], places);
        Assert.Empty(await product.Client.Jobs.ListImagesAsync(id, new ImageQuery { FromVisit = 6 }).ToListAsync());
        Assert.Equal(["from_visit"], await api.RefusedFieldsAsync($"jobs/{id}/images?from_visit=-1"));
    }

    [Fact]
    public async Task A_list_has_only_images_of_a_host_with_or_without_its_ports()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync(
            ("S1", ["http://one.example/gone", "https://ONE.example/1", "http://one.example:8080/gone"]),
            ("S1", ["http://two.example/gone", "http://not-one.example/gone", "http://one.example:80/gone"])
        );
        await api.EndAsync(id);
        foreach (
            var (query, places) in ((ImageQuery, string)[])
                [
                    (new() { Host = "One.example" }, "0.0 0.1 0.2 1.2"),
                    (new() { Host = "one.example", PageSize = 1 }, "0.0 0.1 0.2 1.2"),
                    (new() { Host = "one.example:" }, "0.0 0.1 1.2"),
                    (new() { Host = "one.example:8080" }, "0.2"),
                    (new() { Host = "one.example", Status = ImageStatus.Failed }, "0.0 0.2 1.2"),
                    (new() { Host = "one.example", Status = ImageStatus.Measured }, "0.1"),
                    (
                        new()
                        {
                            Host = "one.example",
                            Reason = "http_404",
                            Visit = 1,
                        },
                        "1.2"
                    ),
                    (new() { Host = "one.example", Status = ImageStatus.Pending }, ""),
                    (new() { Host = "none.example" }, ""),
                ]
        )
        {
            Assert.Equal(places, await PlacesAsync(product.Client.Jobs.ListImagesAsync(id, query)));
            Assert.Equal(places, await PlacesAsync(product.Client.Jobs.ExportImagesAsync(id, query)));
        }

        await product.Client.Jobs.AmendAsync(id, 0, 0, "http://two.example/1");
        await api.EndAsync(id);
        Assert.Equal("0.0 1.0", await PlacesAsync(product.Client.Jobs.ListImagesAsync(id, new ImageQuery { Host = "two.example" })));

        static async Task<string> PlacesAsync(IAsyncEnumerable<JobImage> images) =>
            string.Join(' ', await images.Select(image => $"{image.Visit}.{image.Image}").ToListAsync());
    }

    /// <summary>More images of other hosts are before them than a page examines at once.</summary>
    [Fact]
    public async Task Rare_images_of_a_host_are_found_behind_many_others()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync([
            .. Enumerable
                .Range(0, 51)
                .Select(visit =>
                    (
                        "S1",
                        Enumerable
                            .Range(0, 100)
                            .Select(image => $"http://{(visit == 50 && image > 97 ? "rare" : "usual")}.example/{image}/gone")
                            .ToArray()
                    )
                ),
        ]);
        await api.EndAsync(id);
        var images = await product
            .Client.Jobs.ListImagesAsync(
                id,
                new ImageQuery
                {
                    Host = "rare.example",
                    Reason = "http_404",
                    PageSize = 1,
                }
            )
            .Select(image => (image.Visit, image.Image))
            .ToListAsync();
        Assert.Equal([(50, 98), (50, 99)], images);
    }

    [Fact]
    public async Task A_list_starts_at_the_image_that_is_asked_for()
    {
        var id = await api.SubmitAsync(
            ("S1", ["http://a.example/1"]),
            ("S1", ["http://a.example/1", "http://a.example/2", "http://a.example/3"]),
            ("S1", ["http://a.example/1"])
        );
        await api.EndAsync(id);
        Assert.Equal(
            [(1, 1), (1, 2), (2, 0)],
            await ReadAsync(
                new ImageQuery
                {
                    FromVisit = 1,
                    FromImage = 1,
                    PageSize = 1,
                }
            )
        );
        Assert.Equal([(1, 2)], await ReadAsync(new ImageQuery { Visit = 1, FromImage = 2 }));
        Assert.Equal(
            [(1, 0), (1, 1), (1, 2)],
            await ReadAsync(
                new ImageQuery
                {
                    Visit = 1,
                    FromImage = 0,
                    PageSize = 2,
                }
            )
        );
        Assert.Equal([(2, 0)], await ReadAsync(new ImageQuery { FromVisit = 1, FromImage = 7 }));
        Assert.Empty(await ReadAsync(new ImageQuery { Visit = 1, FromImage = 3 }));
        Assert.Equal(["from_image"], await api.RefusedFieldsAsync($"jobs/{id}/images?from_image=1"));

        async Task<List<(int, int)>> ReadAsync(ImageQuery query) =>
            await product.Client.Jobs.ListImagesAsync(id, query).Select(image => (image.Visit, image.Image)).ToListAsync();
    }

    [Fact]
    public async Task An_image_has_all_its_members()
    {
        product.Fetcher.Answer = (url, call) =>
            url.Contains("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404, 77)
            : call == 1 ? ImageOutcome.Failed(ImageReason.Protocol)
            : FakeFetcher.Sound;
        var id = await EndedAsync(("S1", ["http://a.example/?a=1&b=2"]), ("S2", ["http://a.example/gone"]));
        var images = (await api.GetAsync($"jobs/{id}/images")).GetProperty("images");
        Assert.Matches(
            """^\{"visit":0,"image":0,"store_id":"S1","visit_time":"t","url":"http://a.example/\?a=1&b=2","status":"measured","reason":null,"format":"png","width":3,"height":4,"perimeter":14,"bytes":100,"attempts":2,"earlier_failures":\["protocol"\],"elapsed_ms":[0-9]+,"finished_at":"20[^"]+Z","content_hash":null,"progress":null,"job_id":[0-9]+,"store_name":"One","area_code":"10","reference":null,"visit_reference":null\}$""",
            images[0].GetRawText()
        );
        Assert.Matches(
            """^\{"visit":1,"image":0,"store_id":"S2","visit_time":"t","url":"http://a.example/gone","status":"failed","reason":"http_404","format":null,"width":null,"height":null,"perimeter":null,"bytes":77,"attempts":1,"earlier_failures":\[\],"elapsed_ms":[0-9]+,"finished_at":"20[^"]+Z","content_hash":null,"progress":null,"job_id":[0-9]+,"store_name":"Two","area_code":"10","reference":null,"visit_reference":null\}$""",
            images[1].GetRawText()
        );
    }

    [Fact]
    public async Task Images_are_paged_in_order_and_filtered()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith('1') ? ImageOutcome.Failed(ImageReason.Http404)
            : url.EndsWith('2') ? ImageOutcome.Failed(ImageReason.Corrupt)
            : FakeFetcher.Sound;
        var id = await EndedAsync([
            .. Enumerable
                .Range(0, 3)
                .Select(visit => ("S1", Enumerable.Range(0, 4).Select(image => $"http://a.example/{image}").ToArray())),
        ]);
        Assert.Equal(12, (await PagesAsync(id, "page_size=100")).Count);
        Assert.Equal(await PagesAsync(id, "page_size=1000"), await PagesAsync(id, "page_size=5"));
        Assert.Equal(["0/1", "0/2", "1/1", "1/2", "2/1", "2/2"], await PagesAsync(id, "status=failed&page_size=2"));
        Assert.Equal(["0/0", "0/3", "1/0", "1/3", "2/0", "2/3"], await PagesAsync(id, "status=measured&page_size=1"));
        Assert.Equal(["0/1", "1/1", "2/1"], await PagesAsync(id, "reason=http_404"));
        Assert.Equal(["1/2"], await PagesAsync(id, "reason=corrupt&status=failed&visit=1"));
        Assert.Equal(["2/0", "2/1", "2/2", "2/3"], await PagesAsync(id, "visit=2&page_size=3"));
        Assert.Empty(await PagesAsync(id, "visit=3"));
        Assert.Empty(await PagesAsync(id, "status=pending"));
    }

    [Fact]
    public async Task Images_in_flight_are_running()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        product.Fetcher.Answer = (_, _) => FakeFetcher.Sound;
        var id = await api.SubmitAsync(("S1", ["http://a.example/1", "http://a.example/2"]), ("nowhere", ["http://a.example/3"]));
        await Eventually.TrueAsync(async () => (await PagesAsync(id, "status=failed")).Count == 1, "the unknown store has failed");
        await Eventually.TrueAsync(async () => (await PagesAsync(id, "status=running")).Count == 2, "both images are requested");
        Assert.Equal(["0/0", "0/1"], await PagesAsync(id, "status=running&page_size=1"));
        Assert.Empty(await PagesAsync(id, "status=pending&page_size=1"));
        Assert.Empty(await PagesAsync(id, "status=cancelled"));
        Assert.Empty(await PagesAsync(id, "status=running&visit=1"));
        Assert.EndsWith(
            "\"status\":\"running\",\"reason\":null,\"format\":null,\"width\":null,\"height\":null,\"perimeter\":null,\"bytes\":null,\"attempts\":null,\"earlier_failures\":null,\"elapsed_ms\":null,\"finished_at\":null,\"content_hash\":null,"
                + $"\"progress\":{{\"attempts\":0,\"last_reason\":null,\"waits_for\":null,\"host\":null,\"next_attempt_at\":null}},\"job_id\":{id},\"store_name\":\"One\",\"area_code\":\"10\",\"reference\":null,\"visit_reference\":null}}",
            (await api.GetAsync($"jobs/{id}/images")).GetProperty("images")[0].GetRawText()
        );
        held.SetResult();
        await api.EndAsync(id);
    }

    [Fact]
    public async Task An_image_that_waits_is_pending_and_shows_why()
    {
        product.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http5xx);
        var id = await api.SubmitAsync(("S1", ["http://waits.example/1"]));
        var progress = default(JsonElement);
        await Eventually.TrueAsync(
            async () => (progress = await ProgressAsync(id, "status=pending")) is { ValueKind: JsonValueKind.Object },
            "the image waits for its next attempt"
        );
        Assert.Equal(
            ("http_5xx", "next_attempt"),
            (progress.GetProperty("last_reason").GetString(), progress.GetProperty("waits_for").GetString())
        );
        Assert.InRange(progress.GetProperty("attempts").GetInt32(), 1, 3);
        Assert.Equal(JsonValueKind.String, progress.GetProperty("next_attempt_at").ValueKind);
        Assert.Equal("failed", (await api.EndAsync(id)).GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, (await ProgressAsync(id, "status=failed")).ValueKind);
    }

    [Fact]
    public async Task Images_that_a_canceled_job_left_are_cancelled()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        var id = await api.SubmitAsync(("S1", ["http://a.example/1", "http://a.example/2"]));
        await api.SendAsync(HttpMethod.Post, $"jobs/{id}/cancel");
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal(["0/0", "0/1"], await PagesAsync(id, "status=cancelled&page_size=1"));
        Assert.Empty(await PagesAsync(id, "status=pending"));
        Assert.All(
            (await api.GetAsync($"jobs/{id}/images")).GetProperty("images").EnumerateArray(),
            image => Assert.Equal("cancelled", image.GetProperty("status").GetString())
        );
        Assert.Equal(2, await product.Client.Jobs.ExportImagesAsync(id, new() { Status = "cancelled" }).CountAsync());
        held.SetResult();
    }

    [Fact]
    public async Task Rows_agree_with_counts_after_a_retried_job_was_canceled()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("bad", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await EndedAsync(("S1", ["http://c.example/good", "http://c.example/bad1"]), ("S2", ["http://c.example/bad2"]));
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        await api.SendAsync(HttpMethod.Post, $"jobs/{id}/retry", """{"reason":"http_404"}""");
        var (_, job) = await api.SendAsync(HttpMethod.Post, $"jobs/{id}/cancel");
        product.Fetcher.Gate = Task.CompletedTask;
        held.SetResult();
        Assert.Equal(
            """{"total":3,"pending":0,"running":0,"measured":1,"failed":0,"cancelled":2,"waiting":null}""",
            job.GetProperty("counts").GetRawText()
        );
        Assert.Equal(["0/1", "1/0"], await PagesAsync(id, "status=cancelled"));
        Assert.Equal(["0/0"], await PagesAsync(id, "status=measured"));
        Assert.Empty(await PagesAsync(id, "status=failed"));
        Assert.Equal(
            ["measured", "cancelled", "cancelled"],
            await product.Client.Jobs.ExportImagesAsync(id).Select(image => image.Status).ToListAsync()
        );
    }

    [Theory]
    [InlineData("status=done", "status")]
    [InlineData("status=failed&status=failed", "status")]
    [InlineData("reason=bad_luck", "reason")]
    [InlineData("status=measured&reason=dns", "reason")]
    [InlineData("status=pending&reason=dns", "reason")]
    [InlineData("status=running&reason=dns", "reason")]
    [InlineData("visit=-1", "visit")]
    [InlineData("visit=2147483648", "visit")]
    [InlineData("visit=one", "visit")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=1001", "page_size")]
    [InlineData("page_token=x", "page_token")]
    [InlineData("offset=10", "offset")]
    [InlineData("status=x&reason=x&visit=x&page_size=x&page_token=x&x=x", "status", "reason", "visit", "page_size", "page_token", "x")]
    public async Task Every_wrong_field_is_named(string query, params string[] fields) =>
        Assert.Equal(fields, await api.RefusedFieldsAsync($"jobs/1/images?{query}"));

    [Fact]
    public async Task A_token_goes_with_its_own_job_and_query_only()
    {
        product.Fetcher.Answer = (_, _) => FakeFetcher.Sound;
        var (id, other) = (
            await EndedAsync(("S1", ["http://a.example/1", "http://a.example/2"])),
            await EndedAsync(("S1", ["http://a.example/1"]))
        );
        var token = (await api.GetAsync($"jobs/{id}/images?page_size=1")).GetProperty("next_page_token").GetString();
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"jobs/{other}/images?page_token={token}"));
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"jobs/{id}/images?status=measured&page_token={token}"));
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"jobs?page_token={token}"));
    }

    [Fact]
    public async Task What_is_not_served_is_not_acceptable()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs/1/images");
        request.Headers.Accept.ParseAdd("image/png");
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Contains("not_acceptable", await response.Content.ReadAsStringAsync());
    }

    private async Task<long> EndedAsync(params (string Store, string[] Images)[] visits)
    {
        var id = await api.SubmitAsync(visits);
        await api.EndAsync(id);
        return id;
    }

    /// <summary>The progress of the only image of a status; undefined while there is none.</summary>
    private async Task<JsonElement> ProgressAsync(long id, string query) =>
        (await api.GetAsync($"jobs/{id}/images?{query}"))
            .GetProperty("images")
            .EnumerateArray()
            .Select(image => image.GetProperty("progress"))
            .SingleOrDefault();

    /// <summary>The places of the images on all pages.</summary>
    private async Task<List<string>> PagesAsync(long id, string query)
    {
        var (places, token) = (new List<string>(), "");
        do
        {
            var page = await api.GetAsync($"jobs/{id}/images?{query}{token}");
            places.AddRange(
                page.GetProperty("images").EnumerateArray().Select(image => $"{image.GetProperty("visit")}/{image.GetProperty("image")}")
            );
            token = page.GetProperty("next_page_token") is { ValueKind: JsonValueKind.String } next ? $"&page_token={next}" : "";
        } while (token.Length > 0);
        return places;
    }
}
