using System.Text;
using System.Text.Json;
using RetailPulse.Grains.Images.Analysis;

namespace RetailPulse.Tests.Unit.Grains.Images.Analysis;

public sealed class AnalysisJsonTests
{
    [Theory]
    [InlineData(" {\n \"a\" : [ 1e400, true, null ] }\n", """{"a":[1e400,true,null]}""")]
    [InlineData(""" "\u00e9 \u0000 <&>" """, "\"é \\u0000 <&>\"")]
    [InlineData("3.10", "3.10")]
    [InlineData("null", "null")]
    [InlineData("\uFEFF{}", "{}")]
    public void White_space_goes_and_values_stay(string json, string kept) =>
        Assert.Equal(kept, AnalysisJson.Compact(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{'a':1}")]
    [InlineData("\uFEFF\uFEFF{}")]
    [InlineData("""{"a":1,}""")]
    [InlineData(""" "\ud83d" """)]
    [InlineData("""{"\udc00":1}""")]
    public void Other_texts_are_not_kept(string text) => Assert.Null(AnalysisJson.Compact(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_not_kept() => Assert.Null(AnalysisJson.Compact(new byte[] { (byte)'"', 0xE9, (byte)'"' }));

    [Theory]
    [InlineData(AnalysisJson.MaxDepth, true)]
    [InlineData(AnalysisJson.MaxDepth + 1, false)]
    public void Depth_is_limited(int depth, bool kept)
    {
        var json = AnalysisJson.Compact(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
        Assert.Equal(kept, json is not null);
    }

    [Fact]
    public void The_deepest_JSON_can_be_part_of_a_response()
    {
        var deepest = new string('[', AnalysisJson.MaxDepth) + new string(']', AnalysisJson.MaxDepth);
        var page = new { images = new[] { new { analysis = JsonElement.Parse(AnalysisJson.Compact(Encoding.UTF8.GetBytes(deepest))!) } } };
        Assert.Contains(deepest, JsonSerializer.Serialize(page), StringComparison.Ordinal);
    }
}
