using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Telemetry;

// Products of other tests listen to the same meter in this process.
[Collection("Alone")]
public sealed class ImageTelemetryTests : IDisposable
{
    private static readonly ImageOutcome Measured = new(ImageReason.None, "jpeg", 4, 3, 1_000, TimeSpan.FromSeconds(2));

    private static readonly string[] Stages =
    [
        "slot_wait",
        "host_wait",
        "connect",
        "first_byte",
        "body",
        "measure",
        "sleep",
        "analysis",
        "commit",
    ];

    private readonly Meters meters = new();
    private readonly FakeTimeProvider time = new();
    private readonly ImageTelemetry telemetry;

    public ImageTelemetryTests() => telemetry = new ImageTelemetry(meters, time);

    public void Dispose() => meters.Dispose();

    [Fact]
    public void Nothing_is_allocated_while_nobody_listens()
    {
        var failed = ImageOutcome.Failed(ImageReason.Http404);
        ReportAll(failed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var image = 0; image < 1_000; image++)
            ReportAll(failed);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Every_reason_is_exported_before_its_first_image()
    {
        using var reader = new MeterReader(meters);
        telemetry.Zero();
        var seen = reader.Take();
        foreach (var reason in Enum.GetValues<ImageReason>().Except([ImageReason.None]))
            Assert.Contains($"retailpulse.image.processed 0 outcome=failed error.type={reason.Code()} image.format=unknown", seen);
    }

    [Fact]
    public void Images_of_unknown_stores_count_as_failed()
    {
        using var reader = new MeterReader(meters);
        telemetry.ImagesOfUnknownStores(0);
        telemetry.ImagesOfUnknownStores(7);
        Assert.Equal(["retailpulse.image.processed 7 outcome=failed error.type=unknown_store image.format=unknown"], reader.Take());
    }

    [Fact]
    public void An_image_has_its_outcome_reason_format_and_size()
    {
        using var reader = new MeterReader(meters);
        telemetry.ImageProcessed(Measured);
        telemetry.ImageProcessed(ImageOutcome.Failed(ImageReason.Http404));
        Assert.Equal(
            [
                "retailpulse.image.processed 1 outcome=measured image.format=jpeg",
                "retailpulse.image.size 1000 image.format=jpeg",
                "retailpulse.image.processed 1 outcome=failed error.type=http_404 image.format=unknown",
            ],
            reader.Take()
        );
    }

    [Theory]
    [InlineData(true, false, "ok")]
    [InlineData(false, true, "retry")]
    [InlineData(false, false, "final")]
    public void An_attempt_has_its_result_and_duration(bool measured, bool again, string result)
    {
        using var reader = new MeterReader(meters);
        telemetry.AttemptEnded(measured ? Measured : ImageOutcome.Failed(ImageReason.Timeout, elapsed: TimeSpan.FromSeconds(2)), again);
        Assert.Equal(
            [$"retailpulse.image.attempts 1 result={result}", $"retailpulse.image.attempt.duration 2 result={result}"],
            reader.Take()
        );
    }

    [Fact]
    public void Every_stage_has_its_name_and_is_timed_only_for_a_listener()
    {
        Assert.Equal(0, telemetry.Begin());
        using var reader = new MeterReader(meters);
        var began = telemetry.Begin();
        time.Advance(TimeSpan.FromSeconds(3));
        foreach (var stage in Enum.GetValues<ImageStage>())
            telemetry.StageEnded(stage, began);
        Assert.Equal(Stages.Select(stage => $"retailpulse.image.stage.duration 3 stage={stage}"), reader.Take());
    }

    [Fact]
    public void Slots_are_reported_when_somebody_asks()
    {
        telemetry.ObserveSlots(8, () => 3, () => 2);
        using var reader = new MeterReader(meters);
        Assert.Equal(
            ["retailpulse.slot.limit 8", "retailpulse.slot.usage 5", "retailpulse.slot.waiters 2"],
            reader.Take(observe: true).Order(StringComparer.Ordinal)
        );
    }

    private void ReportAll(ImageOutcome failed)
    {
        telemetry.ImageProcessed(Measured);
        telemetry.ImageProcessed(failed);
        telemetry.AttemptEnded(failed, again: true);
        telemetry.StageEnded(ImageStage.Commit, telemetry.Begin());
        telemetry.StageTook(ImageStage.Body, telemetry.Since(telemetry.Begin()));
    }
}
