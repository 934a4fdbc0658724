using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Client;

public sealed class ImageToMeasureTests
{
    [Theory]
    [InlineData("\"http://a.example/1\"", "http://a.example/1", null)]
    [InlineData("""{"url":"http://a.example/1","reference":"shelf 7"}""", "http://a.example/1", "shelf 7")]
    public void An_image_is_read_as_it_is_written(string json, string url, string? reference)
    {
        var image = new ImageToMeasure(url, reference);
        Assert.Equal(json, JsonSerializer.Serialize(image));
        Assert.Equal(image, JsonSerializer.Deserialize<ImageToMeasure>(json));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"url":7}""")]
    [InlineData("[]")]
    public void An_image_without_a_URL_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ImageToMeasure>(json));
}
