using CsCheck;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.V1;

public sealed class PageTokenTests
{
    [Fact]
    public void A_token_is_read_as_it_was_written() => Gen.Select(Gen.String, Gen.Long).Sample(
        (listing, position) => PageToken.TryRead(PageToken.Write(listing, position), listing, out var read) && read == position);

    [Fact]
    public void A_token_of_another_list_is_refused() => Assert.False(PageToken.TryRead(PageToken.Write("/api/v1/jobs\nstatus=failed", 7), "/api/v1/jobs\nstatus=", out _));

    [Fact]
    public void Anything_else_is_refused() => Gen.String.Sample(text => !PageToken.TryRead(text, "jobs", out _));

    [Fact]
    public void A_token_needs_no_escaping_in_a_url() => Gen.Long.Sample(position => Uri.EscapeDataString(PageToken.Write("jobs", position)) == PageToken.Write("jobs", position));
}
