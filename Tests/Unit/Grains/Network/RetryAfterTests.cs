using System.Globalization;
using System.Net;
using RetailPulse.Grains.Network;

namespace RetailPulse.Tests.Unit.Grains.Network;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("300", 300)]
    [InlineData("301", 301)]
    [InlineData("2147483647", 2147483647)]
    [InlineData("Mon, 04 May 2026 09:30:09 GMT", 9)]
    [InlineData("Mon, 04 May 2026 09:29:00 GMT", 0)]
    [InlineData("Tue, 04 May 2027 09:30:00 GMT", 31536000)]
    public void A_wish_to_be_left_alone_is_understood(string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), From(value));

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1.5")]
    public void What_is_no_time_is_no_wish(string value) => Assert.Null(From(value));

    [Fact]
    public void No_header_is_no_wish()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        Assert.Null(RetryAfter.From(response.Headers, Now));
    }

    [Fact]
    public void A_date_counts_from_the_date_of_the_response()
    {
        using var response = new HttpResponseMessage();
        response.Headers.Date = Now.AddHours(-1);
        response.Headers.TryAddWithoutValidation(
            "Retry-After",
            Now.AddHours(-1).AddSeconds(90).ToString("R", CultureInfo.InvariantCulture)
        );
        Assert.Equal(TimeSpan.FromSeconds(90), RetryAfter.From(response.Headers, Now));
    }

    private static TimeSpan? From(string value)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", value);
        return RetryAfter.From(response.Headers, Now);
    }
}
