using Microsoft.Extensions.Primitives;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("order-7", "order-7")]
    [InlineData("\"order-7\"", "order-7")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("\"", "\"")]
    [InlineData("\"a\"b\"", "\"a\"b\"")]
    [InlineData("\"a\\b\"", "\"a\\b\"")]
    [InlineData("\"a\\\"", "\"a\\\"")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public void Quotes_are_not_part_of_a_key(string header, string text) => Assert.Equal(text, IdempotencyKey.Read(header)!.Text);

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("two words")]
    [InlineData("\"two words\"")]
    [InlineData("ü")]
    [InlineData("a\0")]
    public void What_is_not_a_key_is_not_read(string header) => Assert.Null(IdempotencyKey.Read(header));

    [Fact]
    public void A_key_has_255_characters_without_its_quotes()
    {
        var longest = new string('k', 255);
        Assert.Equal(longest, IdempotencyKey.Read($"\"{longest}\"")!.Text);
        Assert.Null(IdempotencyKey.Read($"{longest}k"));
        Assert.Null(IdempotencyKey.Read(new StringValues(["a", "b"])));
        Assert.Null(IdempotencyKey.Read(StringValues.Empty));
    }

    [Fact]
    public void A_grain_key_has_no_text_of_the_client()
    {
        var key = IdempotencyKey.Read("{0}")!.GrainKey("acme");
        Assert.Matches("^sha256:[0-9a-f]{64}$", key);
        Assert.Equal(key, IdempotencyKey.Read("\"{0}\"")!.GrainKey("acme"));
        Assert.NotEqual(key, IdempotencyKey.Read("{0}")!.GrainKey("default"));
        Assert.NotEqual(key, IdempotencyKey.Read("{1}")!.GrainKey("acme"));
    }

    [Fact]
    public void Keys_of_earlier_versions_are_known_as_they_were_sent_first()
    {
        Assert.Equal(["order-7", "\"order-7\""], IdempotencyKey.Read("order-7")!.EarlierGrainKeys("default"));
        Assert.Equal(["acme \"«7»\"", "acme «7»"], IdempotencyKey.Read("\"{7}\"")!.EarlierGrainKeys("acme"));
    }

    [Fact]
    public void A_key_in_the_form_of_a_grain_key_is_not_looked_up_as_one()
    {
        var ofAcme = IdempotencyKey.Read("week-19")!.GrainKey("acme");
        foreach (var sent in (string[])[ofAcme, $"\"{ofAcme}\"", ofAcme.ToUpperInvariant()])
            Assert.DoesNotContain(
                IdempotencyKey.Read(sent)!.EarlierGrainKeys("default"),
                key => key.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase)
            );
    }
}
