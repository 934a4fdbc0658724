using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Contract;

/// <summary><c>GET /api/visits</c> while the storage goes away.</summary>
public sealed class VisitsTroubleTests
{
    [Fact]
    public async Task Before_the_first_byte_a_failure_is_503_with_Retry_After()
    {
        await using var product = await StartAsync(answers: 0);
        using var response = await product.Http.GetAsync("/api/visits");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"error":"Service is unavailable, try again"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task After_the_first_byte_a_failure_aborts_the_response()
    {
        await using var product = await StartAsync(answers: 1);
        using var response = await product.Http.GetAsync("/api/visits", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    private static async Task<Product> StartAsync(int answers)
    {
        Measurement[] measured =
        [
            .. Enumerable.Range(0, 1_500).Select(image => new Measurement("S1", new VisitPlace(null, 1, 0), image, 4)),
        ];
        var reads = new FakeVisitQueries(measured) { Answers = answers };
        var product = new Product { Replace = services => services.Replace(ServiceDescriptor.Singleton<IVisitQueries>(reads)) };
        await product.InitializeAsync();
        return product;
    }
}
