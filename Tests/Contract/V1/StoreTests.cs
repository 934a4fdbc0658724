using System.Net;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/stores</c>, <c>GET /api/v1/stores/{id}</c> and <c>GET /api/v1/areas</c> over real HTTP.</summary>
public sealed class StoreTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_store_has_its_name_and_area()
    {
        var store = await api.GetAsync("stores/S1");
        Assert.Equal(
            """{"store_id":"S1","store_name":"One","area_code":"10","links":{"self":"/api/v1/stores/S1","visits":"/api/v1/stores/S1/visits"}}""",
            store.GetRawText()
        );
    }

    [Theory]
    [InlineData("stores/S9")]
    [InlineData("stores/s1")]
    [InlineData("stores/%20")]
    [InlineData("stores/S9/visits")]
    public async Task A_store_that_the_master_lacks_is_not_found(string path) =>
        Assert.Equal("store_not_found", (await api.FailAsync(HttpStatusCode.NotFound, path)).GetProperty("code").GetString());

    [Theory]
    [InlineData("", "S1 S2 S3")]
    [InlineData("?area=10", "S1 S2")]
    [InlineData("?area=1", "")]
    [InlineData("?q=s3", "S3")]
    [InlineData("?q=T", "S2 S3")]
    [InlineData("?q=t&area=10", "S2")]
    [InlineData("?q=%25", "")]
    public async Task Stores_are_found_by_area_and_part_of_id_or_name(string query, string found)
    {
        var page = await api.GetAsync($"stores{query}");
        Assert.Equal(found, Ids(page));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next_page_token").ValueKind);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var page = await api.GetAsync("stores?page_size=2");
        Assert.Equal("S1 S2", Ids(page));
        var token = page.GetProperty("next_page_token").GetString();
        Assert.Equal("S3", Ids(await api.GetAsync($"stores?page_size=2&page_token={token}")));
        Assert.Equal(["S1", "S2", "S3"], await product.Client.Stores.ListAsync(pageSize: 1).Select(store => store.StoreId).ToListAsync());
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"stores?area=10&page_token={token}"));
    }

    [Fact]
    public async Task Areas_have_the_number_of_their_stores()
    {
        var page = await api.GetAsync("areas?page_size=1");
        Assert.Equal("""[{"area_code":"10","stores":2}]""", page.GetProperty("areas").GetRawText());
        Assert.Equal(2, page.GetProperty("total").GetInt32());
        var token = page.GetProperty("next_page_token").GetString();
        Assert.Equal(
            """{"areas":[{"area_code":"20","stores":1}],"total":2,"next_page_token":null}""",
            (await api.GetAsync($"areas?page_size=1&page_token={token}")).GetRawText()
        );
        Assert.Equal(["10", "20"], await product.Client.Stores.ListAreasAsync(pageSize: 1).Select(area => area.AreaCode).ToListAsync());
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"stores?page_token={token}"));
    }

    [Theory]
    [InlineData("areas?page_size=0&area=10", "page_size", "area")]
    [InlineData("stores?page_size=0", "page_size")]
    [InlineData("stores?page_size=1001", "page_size")]
    [InlineData("stores?area=&q=", "area", "q")]
    [InlineData("stores?page_token=x", "page_token")]
    [InlineData("stores?page_token=AAAAAAAAAAAAAAAAAAAAAA", "page_token")]
    [InlineData("stores?page_token=====", "page_token")]
    [InlineData("stores?name=x", "name")]
    [InlineData("stores/S1?x=1", "x")]
    [InlineData("stores/S1/visits?page_size=x&page_token=x&y=1", "page_size", "page_token", "y")]
    [InlineData("store-master?x=1", "x")]
    public async Task Every_wrong_field_is_named(string path, params string[] fields) =>
        Assert.Equal(fields, await api.RefusedFieldsAsync(path));

    private static string Ids(JsonElement page) =>
        string.Join(' ', page.GetProperty("stores").EnumerateArray().Select(store => store.GetProperty("store_id").GetString()));
}
