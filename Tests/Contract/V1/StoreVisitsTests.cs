using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/stores/{id}/visits</c> over real HTTP.</summary>
public sealed class StoreVisitsTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_store_without_visits_has_an_empty_timeline() =>
        Assert.Equal(
            """{"store_id":"S3","store_name":"Three","area_code":"20","last_good_image":null,"visits":[],"next_page_token":null}""",
            (await api.GetAsync("stores/S3/visits")).GetRawText()
        );

    [Fact]
    public async Task Visits_of_all_jobs_are_paged_newest_first()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("broken", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Corrupt) : FakeFetcher.Sound;
        var first = await SubmitAsync(
            ("S1", "2026-05-04T09:30:00+05:30", ["http://a.example/1", "http://a.example/2", "http://a.example/broken"]),
            ("S2", "t", ["http://a.example/1"])
        );
        var second = await SubmitAsync(
            ("S1", "2026-05-06", ["http://a.example/broken", "http://b.example/broken"]),
            ("S1", "soon", ["http://a.example/3"])
        );

        var page = await api.GetAsync("stores/S1/visits?page_size=2");
        Assert.Equal([(second, 0), (first, 0)], Visits(page));
        Assert.Equal(
            $$"""{"url":"http://a.example/2","date":"2026-05-04T04:00:00Z","width":3,"height":4,"perimeter":14,"job_id":{{first}},"visit":0,"image":1}""",
            page.GetProperty("last_good_image").GetRawText()
        );
        Assert.Equal(
            $$$"""
            {"job_id":{{{first}}},"visit":0,"visit_time":"2026-05-04T09:30:00+05:30","date":"2026-05-04T04:00:00Z","images":3,"measured":2,"failed":1,
            "failures":[{"reason":"corrupt","images":1}],"links":{"job":"/api/v1/jobs/{{{first}}}","images":"/api/v1/jobs/{{{first}}}/images?visit=0"},"reference":null}
            """.ReplaceLineEndings(""),
            page.GetProperty("visits")[1].GetRawText()
        );
        Assert.Equal(2, page.GetProperty("visits")[0].GetProperty("failures")[0].GetProperty("images").GetInt32());

        var last = await api.GetAsync($"stores/S1/visits?page_size=2&page_token={page.GetProperty("next_page_token")}");
        Assert.Equal([(second, 1)], Visits(last));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("visits")[0].GetProperty("date").ValueKind);
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next_page_token").ValueKind);
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"stores/S2/visits?page_token={page.GetProperty("next_page_token")}"));
    }

    [Fact]
    public async Task A_token_that_was_made_up_is_refused()
    {
        // The token of another list, whose position is not one of a visit.
        var token = PageToken.Write("/api/v1/stores/s1/visits", Positions.Stores, "x/1/1");
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"stores/S1/visits?page_token={token}"));
    }

    private static IEnumerable<(long Job, int Visit)> Visits(JsonElement page) =>
        page.GetProperty("visits")
            .EnumerateArray()
            .Select(visit => (visit.GetProperty("job_id").GetInt64(), visit.GetProperty("visit").GetInt32()));

    private async Task<long> SubmitAsync(params (string Store, string Time, string[] Images)[] visits)
    {
        var body = new
        {
            count = visits.Length,
            visits = visits.Select(visit => new
            {
                store_id = visit.Store,
                image_url = visit.Images,
                visit_time = visit.Time,
            }),
        };
        using var response = await product.Http.PostAsJsonAsync("/api/submit/", body);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
        await api.EndAsync(id);
        return id;
    }
}
