using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class EntityTagTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("nonsense", false)]
    [InlineData("\"7\"", true)]
    [InlineData("W/\"7\"", true)]
    [InlineData("\"8\", \"7\"", true)]
    [InlineData("\"8\"", false)]
    [InlineData("*", true)]
    public void A_body_that_the_client_has_is_not_sent_again(string? ifNoneMatch, bool known)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        if (ifNoneMatch is not null)
            context.Request.Headers.IfNoneMatch = ifNoneMatch;
        Assert.Equal(known, EntityTag.IsKnown(context, EntityTag.Of(7)));
        Assert.Equal((known ? 304 : 200, "\"7\""), (context.Response.StatusCode, context.Response.Headers.ETag.ToString()));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("*", null)]
    [InlineData("\"7\"", "7")]
    [InlineData("\"7\", \"9\"", "7 9")]
    [InlineData("", "")]
    [InlineData("\"7-abc\"", "7")]
    [InlineData("W/\"7\"", "")]
    [InlineData("\"x\"", "")]
    [InlineData("7\"", "")]
    [InlineData("\"99999999999\"", "")]
    public void A_condition_names_the_versions_that_may_be_replaced(string? ifMatch, string? versions) =>
        Assert.Equal(versions, EntityTag.RequiredVersions(ifMatch) is { } found ? string.Join(' ', found) : null);

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public void A_change_is_never_answered_with_304(string method)
    {
        var context = new DefaultHttpContext { Request = { Method = method, Headers = { IfNoneMatch = "*" } } };
        Assert.False(EntityTag.IsKnown(context, EntityTag.Of(7)));
        Assert.Equal((200, "\"7\""), (context.Response.StatusCode, context.Response.Headers.ETag.ToString()));
    }

    [Fact]
    public void The_tag_of_a_version_follows_its_state_and_names_the_version()
    {
        var tag = EntityTag.Of(7, "line 3 is wrong");
        Assert.NotEqual(EntityTag.Of(7), tag);
        Assert.NotEqual(EntityTag.Of(7, "line 4 is wrong"), tag);
        Assert.Equal(EntityTag.Of(7, "line 3 is wrong"), tag);
        Assert.True(EntityTagHeaderValue.TryParse(tag.ToString(), out _));
        Assert.Equal([7], EntityTag.RequiredVersions(tag.ToString()));
    }

    [Fact]
    public void Bodies_have_the_same_tag_only_if_they_are_equal()
    {
        Assert.Equal(EntityTag.Of("a"u8), EntityTag.Of("a"u8));
        Assert.NotEqual(EntityTag.Of("a"u8), EntityTag.Of("b"u8));
        Assert.True(EntityTag.Of("a"u8).IsWeak);
        Assert.True(EntityTagHeaderValue.TryParse(EntityTag.Of("a"u8).ToString(), out _));
    }
}
