using System.Net;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>What all of API v1 has in common.</summary>
public sealed class V1FrameTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("jobs/1/nothing")]
    public async Task A_path_that_nobody_serves_is_not_found(string path) =>
        Assert.Equal("not_found", (await api.FailAsync(HttpStatusCode.NotFound, path)).GetProperty("code").GetString());

    [Fact]
    public async Task A_method_that_a_path_lacks_is_told()
    {
        var problem = await api.FailAsync(HttpStatusCode.MethodNotAllowed, "jobs/1/images", HttpMethod.Delete);
        Assert.Equal("method_not_allowed", problem.GetProperty("code").GetString());
        Assert.Equal("Method Not Allowed", problem.GetProperty("title").GetString());
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Other_routes_have_no_policies_of_pages()
    {
        using var response = await product.Http.GetAsync("/api/status?jobid=4711");
        Assert.Equal("""{"error":"Job ID not found"}""", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Content-Security-Policy"));
    }
}
