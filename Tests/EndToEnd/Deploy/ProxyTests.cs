using System.Net;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>What the service accepts passes through the proxy of Compose.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private readonly Product product = new(
        Path.GetTempPath(),
        real: false,
        ("RetailPulse:Api:AllowOpen", "true"),
        ("RetailPulse:Api:TrustedProxies:0", "127.0.0.1")
    );

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    /// <summary>The label and the metadata of an upload are in the request line.</summary>
    [Fact]
    public async Task A_request_line_that_the_service_accepts_passes_through_nginx()
    {
        await using var nginx = await Nginx.StartAsync([product.Http.BaseAddress!]);
        using var http = new HttpClient { BaseAddress = nginx.Address };
        using var response = await http.GetAsync($"/api/v1/jobs?label={new string('x', 120_000)}");
        Assert.Equal(["label"], await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
        using var tooLong = await http.GetAsync($"/api/v1/jobs?label={new string('x', 140_000)}");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, tooLong.StatusCode);
    }
}
