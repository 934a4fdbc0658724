using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Network;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class RequestHeadersTests
{
    private const string Secret = "Basic c2hvcDpzZWNyZXQ=";

    [Theory]
    [InlineData(null, null, "^RetailPulse/[0-9]+[.][0-9]+[.][0-9]+$")]
    [InlineData(null, "https://shop.example/contact", @"^RetailPulse/[0-9.]+ \(\+https://shop.example/contact\)$")]
    [InlineData("Shop/2 (photos)", "https://shop.example/contact", @"^Shop/2 \(photos\)$")]
    public void The_user_agent_names_product_version_and_contact(string? agent, string? contact, string expected) =>
        Assert.Matches(expected, RequestHeaders.UserAgentOf(new ImagesOptions { UserAgent = agent, ContactUrl = contact }));

    [Theory]
    [InlineData("https://images.example/1", "acme", true)]
    [InlineData("https://IMAGES.example:443/1", "acme", true)]
    [InlineData("https://images.example/1", "other", false)]
    [InlineData("http://images.example/1", "acme", false)]
    [InlineData("https://images.example:8443/1", "acme", false)]
    [InlineData("https://www.images.example/1", "acme", false)]
    [InlineData("https://images.example.evil.example/1", "acme", false)]
    public void A_header_goes_to_its_origin_for_its_tenant(string url, string tenant, bool sent)
    {
        var options = new ImagesOptions { HostHeaders = [Header("https://images.example", "Authorization", Secret, "acme")] };
        Assert.Equal(sent ? Secret : null, Sent(options, url, tenant, "Authorization"));
    }

    [Fact]
    public void A_header_without_a_tenant_goes_out_for_all()
    {
        var options = new ImagesOptions { HostHeaders = [Header("https://images.example", "X-Key", "1")] };
        Assert.Equal("1", Sent(options, "https://images.example/1", "anyone", "X-Key"));
    }

    [Theory]
    [InlineData("Accept", "image/webp")]
    [InlineData("User-Agent", "Shop/1")]
    public void A_header_takes_the_place_of_the_usual_one(string name, string value)
    {
        var options = new ImagesOptions { HostHeaders = [Header("https://images.example", name, value)] };
        Assert.Equal(value, Sent(options, "https://images.example/1", "acme", name));
        Assert.NotEqual(value, Sent(options, "https://other.example/1", "acme", name));
    }

    [Fact]
    public void Configured_cookies_and_those_of_redirects_are_one_field()
    {
        var options = new ImagesOptions { HostHeaders = [Header("https://images.example", "Cookie", "session=1")] };
        Assert.Equal("session=1; pass=1", Sent(options, "https://images.example/1", "acme", "Cookie", "pass=1"));
        Assert.Equal("pass=1", Sent(new ImagesOptions(), "https://images.example/1", "acme", "Cookie", "pass=1"));
    }

    [Fact]
    public async Task A_redirect_never_takes_a_header_to_another_host()
    {
        await using var own = HostileServer.Start();
        await using var other = HostileServer.Start("127.0.0.2");
        var options = new ImagesOptions
        {
            AllowedNetworks = [own.AsAllowedNetwork, other.AsAllowedNetwork],
            HostHeaders = [Header(own.Address.GetLeftPart(UriPartial.Authority), "Authorization", Secret)],
        };
        using var fetcher = Fetchers.Of(options);
        Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(own.To(other.At("/redirect/302").AbsoluteUri)));
        Assert.All(own.Requests, request => Assert.Contains($"\r\nAuthorization: {Secret}\r\n", request));
        Assert.Equal(2, other.Requests.Count);
        Assert.All(other.Requests, request => Assert.DoesNotContain("Authorization", request));
    }

    [Fact]
    public async Task A_request_asks_for_images_and_leaves_as_it_was_written()
    {
        await using var server = HostileServer.Start();
        using var fetcher = Fetchers.Allowing(server.AsAllowedNetwork);
        var url = RequestUrl.Parse($"{server.Address}to/%2fsound?%41=%7e")!;
        await fetcher.ReasonOfAsync(url);
        var request = Assert.Single(server.Requests, sent => sent.Contains("/to/", StringComparison.Ordinal));
        Assert.StartsWith("GET /to/%2fsound?%41=%7e HTTP/1.1\r\n", request);
        Assert.Contains("\r\nAccept: image/*,*/*;q=0.8\r\n", request);
        Assert.Contains("\r\nUser-Agent: RetailPulse/", request);
    }

    [Theory]
    [InlineData("https://images.example", "Authorization", Secret, null)]
    [InlineData("http://10.1.2.3:8080", "X-Key", "a b\tc", null)]
    [InlineData("images.example", "X-Key", "1", "RetailPulse:Images:HostHeaders:0:Origin must be a scheme")]
    [InlineData("https://images.example/", "X-Key", "1", "RetailPulse:Images:HostHeaders:0:Origin must be a scheme")]
    [InlineData("https://images.example/path", "X-Key", "1", "RetailPulse:Images:HostHeaders:0:Origin must be a scheme")]
    [InlineData("https://user@images.example", "X-Key", "1", "RetailPulse:Images:HostHeaders:0:Origin must be a scheme")]
    [InlineData("ftp://images.example", "X-Key", "1", "RetailPulse:Images:HostHeaders:0:Origin must be a scheme")]
    [InlineData("https://images.example", "", "1", "RetailPulse:Images:HostHeaders:0:Name must be")]
    [InlineData("https://images.example", "X Key", "1", "RetailPulse:Images:HostHeaders:0:Name must be")]
    [InlineData("https://images.example", "host", "1", "RetailPulse:Images:HostHeaders:0:Name must be")]
    [InlineData("https://images.example", "Transfer-Encoding", "1", "RetailPulse:Images:HostHeaders:0:Name must be")]
    [InlineData("https://images.example", "Content-Length", "1", "RetailPulse:Images:HostHeaders:0:Name must be")]
    [InlineData("https://images.example", "Accept-Encoding", "gzip", "RetailPulse:Images:HostHeaders:0:Name must be")]
    [InlineData("https://images.example", "X-Key", "", "RetailPulse:Images:HostHeaders:0:Value must be")]
    [InlineData("https://images.example", "X-Key", "secret\r\nHost: b", "RetailPulse:Images:HostHeaders:0:Value must be")]
    [InlineData("https://images.example", "X-Key", "secret ", "RetailPulse:Images:HostHeaders:0:Value must be")]
    [InlineData("https://images.example", "X-Key", "secretü", "RetailPulse:Images:HostHeaders:0:Value must be")]
    public void A_header_that_cannot_be_sent_is_named_without_its_value(string origin, string name, string value, string? problem)
    {
        var found = Problems(new ImagesOptions { HostHeaders = [Header(origin, name, value)] });
        Assert.Equal(problem is null, found is null);
        Assert.StartsWith(problem ?? "", found ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", found ?? "");
    }

    [Theory]
    [InlineData("Shop/1", "mailto:images@shop.example", false)]
    [InlineData("", null, true)]
    [InlineData("Shop\n1", null, true)]
    [InlineData(null, "shop.example", true)]
    [InlineData(null, "javascript:alert(1)", true)]
    public void User_agent_and_contact_are_checked(string? agent, string? contact, bool refused) =>
        Assert.Equal(refused, Problems(new ImagesOptions { UserAgent = agent, ContactUrl = contact }) is not null);

    private static string? Problems(ImagesOptions options) => new RequestHeadersValidator().Validate(null, options).FailureMessage;

    private static string? Sent(ImagesOptions options, string url, string tenant, string name, string? cookie = null)
    {
        var cookies = new AttemptCookies();
        using var response = new HttpResponseMessage();
        if (cookie is not null)
            response.Headers.TryAddWithoutValidation("Set-Cookie", cookie);
        cookies.Store(new Uri(url), response, DateTimeOffset.UnixEpoch);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        new RequestHeaders(options).AddTo(request, tenant, cookies);
        return request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
    }

    private static HostHeaderOptions Header(string origin, string name, string value, string? tenant = null) =>
        new()
        {
            Origin = origin,
            Name = name,
            Value = value,
            Tenant = tenant,
        };
}
