using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class JsonFormatTests
{
    private const string NotJson = "Content-Type must be application/json";

    [Theory]
    [InlineData("application/json", null, null)]
    [InlineData("Application/JSON; Charset=\"UTF-8\"", null, null)]
    [InlineData("application/json;charset=utf8", "identity", null)]
    [InlineData("application/json", "", null)]
    [InlineData("application/json", "Identity,identity", null)]
    [InlineData(null, null, NotJson)]
    [InlineData("text/plain", "gzip", NotJson)]
    [InlineData("application/merge-patch+json", null, NotJson)]
    [InlineData("application/json; charset=iso-8859-1", null, "Content-Type has the charset iso-8859-1; send the body in UTF-8")]
    [InlineData("application/json; charset=\"\"", null, "Content-Type has the charset ; send the body in UTF-8")]
    [InlineData("application/json", "x-snappy", "Content-Encoding x-snappy is not supported; send the body without it")]
    public void What_cannot_be_read_is_named(string? type, string? encoding, string? problem) =>
        Assert.Equal(problem, JsonFormat.ProblemOf(Request(type, encoding)));

    [Fact]
    public void Small_bodies_may_be_of_a_type_with_the_suffix()
    {
        Assert.Null(JsonFormat.ProblemOf(Request("application/merge-patch+json", null), takesSuffix: true));
        Assert.Equal(NotJson, JsonFormat.ProblemOf(Request("application/xml", null), takesSuffix: true));
    }

    [Fact]
    public void A_long_name_is_cut() =>
        Assert.Equal(
            $"Content-Encoding {new string('x', 40)}… is not supported; send the body without it",
            JsonFormat.ProblemOf(Request("application/json", new string('x', 4000)))
        );

    private static HttpRequest Request(string? type, string? encoding)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        if (encoding is not null)
            request.Headers.ContentEncoding = new StringValues(encoding);
        return request;
    }
}
