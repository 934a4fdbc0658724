namespace RetailPulse.Tests.EndToEnd.Pages;

/// <summary>The pages of the product in a real browser, below a path.</summary>
public sealed class PrefixedPageTests : IAsyncLifetime
{
    private readonly Product product = new(Path.GetTempPath(), settings: ("RetailPulse:Api:PathBase", "/tools/pulse"));

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Theory]
    [InlineData("/docs/", "Submit a job")]
    [InlineData("/dashboard/", "Total Activations")]
    public async Task A_page_finds_its_parts_and_its_data(string path, string expected) =>
        Assert.Contains(
            expected,
            await Chromium.ReadAsync($"{product.Http.BaseAddress}tools/pulse{path}"),
            StringComparison.OrdinalIgnoreCase
        );

    [Fact]
    public async Task A_page_of_the_console_finds_the_api()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{product.Http.BaseAddress}tools/pulse/jobs");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("No job", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }
}
