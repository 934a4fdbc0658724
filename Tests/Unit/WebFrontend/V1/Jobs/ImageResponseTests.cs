using System.Buffers;
using System.Text;
using System.Text.Json;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Jobs;

/// <summary>One image in each of its forms.</summary>
public sealed class ImageResponseTests
{
    /// <summary>PostgreSQL keeps microseconds, and SQLite milliseconds.</summary>
    [Fact]
    public void The_time_of_a_result_has_one_precision_in_json_and_csv()
    {
        var finished = new DateTimeOffset(2026, 5, 4, 9, 30, 42, TimeSpan.Zero).AddTicks(1_234_567);
        var result = new RecordedResult(new ImageOutcome(ImageReason.None, "png", 3, 4, 100, TimeSpan.Zero), 1, [], finished);
        var image = ImageResponse.From(1, new JobImage(new ImagePlace(0, 0), "S1", "t", "http://a.example/", result), store: null);
        Assert.Contains(
            "\"finished_at\":\"2026-05-04T09:30:42.123Z\"",
            JsonSerializer.Serialize(image, JobsJson.Bodies.ImageResponse),
            StringComparison.Ordinal
        );
        var csv = new ArrayBufferWriter<byte>();
        ImageLines.Of(Representation.Csv).Write(csv, [image]);
        Assert.Contains(",2026-05-04T09:30:42.123Z,", Encoding.UTF8.GetString(csv.WrittenSpan), StringComparison.Ordinal);
    }
}
