using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Contract.OpenApi;

/// <summary>The reference page at <c>/docs</c>.</summary>
public sealed partial class PageTests(Product product) : IClassFixture<Product>
{
    [Fact]
    public async Task The_page_comes_with_everything_that_it_loads()
    {
        var page = await product.Http.GetStringAsync("/docs/");
        Assert.DoesNotContain("://", page);
        var scripts = Sources().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var response = await product.Http.GetAsync($"/docs/{script}");
            Assert.EndsWith("/javascript", response.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task It_may_load_nothing_from_elsewhere_and_run_no_script_but_its_own()
    {
        using var response = await product.Http.GetAsync("/docs/");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Nonce().Match(policy).Groups[1].Value;
        Assert.Contains($"nonce=\"{nonce}\"", await response.Content.ReadAsStringAsync());
        Assert.StartsWith("default-src 'none';", policy);
        Assert.DoesNotMatch("https?:|\\*|script-src[^;]*unsafe", policy);
        using var again = await product.Http.GetAsync("/docs/");
        Assert.NotEqual(policy, again.Headers.GetValues("Content-Security-Policy").Single());
    }

    [GeneratedRegex("""src="([^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Sources();

    [GeneratedRegex("'nonce-([0-9a-f]{32})'")]
    private static partial Regex Nonce();
}
