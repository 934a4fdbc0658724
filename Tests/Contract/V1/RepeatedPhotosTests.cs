using System.Net;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Photographs that were used again, over real HTTP.</summary>
public sealed class RepeatedPhotosTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_job_names_the_photos_that_were_seen_before()
    {
        product.Fetcher.Answer = (url, _) =>
            FakeFetcher.Sound with
            {
                ContentHash = (UInt128)int.Parse(url.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture),
            };
        var first = await EndedAsync(("S1", ["http://a.example/101", "http://a.example/102"]));
        var second = await EndedAsync(("S2", ["http://a.example/103", "http://a.example/102"]), ("S3", ["http://a.example/103"]));

        Assert.Equal("""{"images":0,"complete":true,"first":[]}""", (await WholeAsync(first)).GetProperty("repeated_photos").GetRawText());
        var seenBefore =
            $$$"""{"visit":0,"image":1,"store_id":"S2","seen_in":{"job_id":{{{first}}},"visit":0,"image":1,"store_id":"S1"}}""";
        var seenBeside =
            $$$"""{"visit":1,"image":0,"store_id":"S3","seen_in":{"job_id":{{{second}}},"visit":0,"image":0,"store_id":"S2"}}""";
        var job = await WholeAsync(second);
        Assert.Equal(
            $$"""{"images":2,"complete":true,"first":[{{seenBefore}},{{seenBeside}}]}""",
            job.GetProperty("repeated_photos").GetRawText()
        );
        Assert.Equal("completed", job.GetProperty("status").GetString());

        Assert.Equal(
            $$"""{"repeated_photos":[{{seenBefore}},{{seenBeside}}],"next_page_token":null}""",
            (await api.GetAsync($"jobs/{second}/repeated-photos")).GetRawText()
        );
        var page = await api.GetAsync($"jobs/{second}/repeated-photos?page_size=1");
        Assert.Equal(seenBefore, Assert.Single(page.GetProperty("repeated_photos").EnumerateArray()).GetRawText());
        var rest = await api.GetAsync(
            $"jobs/{second}/repeated-photos?page_size=1&page_token={page.GetProperty("next_page_token").GetString()}"
        );
        Assert.Equal(seenBeside, Assert.Single(rest.GetProperty("repeated_photos").EnumerateArray()).GetRawText());

        var images = (await api.GetAsync($"jobs/{second}/images")).GetProperty("images");
        Assert.Equal("00000000000000000000000000000067", images[0].GetProperty("content_hash").GetString());
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        await api.FailAsync(HttpStatusCode.NotFound, "jobs/987654/repeated-photos");
        Assert.Equal(["page_size"], await api.RefusedFieldsAsync("jobs/987654/repeated-photos?page_size=0"));
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync("jobs/987654/repeated-photos?page_token=x"));
    }

    /// <summary>The detail once all images were searched. The API does not wait for that.</summary>
    private async Task<JsonElement> WholeAsync(long id)
    {
        JsonElement job = default;
        await Eventually.TrueAsync(
            async () => (job = await api.GetAsync($"jobs/{id}")).GetProperty("repeated_photos").GetProperty("complete").GetBoolean(),
            $"the repeated photos of job {id} are known"
        );
        return job;
    }

    private async Task<long> EndedAsync(params (string Store, string[] Images)[] visits)
    {
        var id = await api.SubmitAsync(visits);
        await api.EndAsync(id);
        return id;
    }
}
