using Microsoft.AspNetCore.Http;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class MalformedBodyTests
{
    [Fact]
    public void A_body_that_breaks_a_rule_has_the_status_of_the_server() =>
        Assert.Equal(413, MalformedBody.StatusOf(new BadHttpRequestException("too long", 413)));

    [Fact]
    public void A_chunk_whose_size_no_number_holds_is_a_bad_request() =>
        Assert.Equal(400, MalformedBody.StatusOf(new IOException("chunk", new OverflowException())));

    [Fact]
    public void A_lost_connection_is_not_the_bodys_fault() => Assert.Null(MalformedBody.StatusOf(new IOException("reset")));
}
