using RetailPulse.Grains.Jobs.Reading;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

public sealed class ImagesInFlightTests
{
    /// <summary>The job's silo may be gone: there is nobody here who could be asked.</summary>
    [Fact]
    public async Task Images_of_a_canceled_job_are_cancelled_without_a_query()
    {
        var result = new RecordedResult(ImageOutcome.Failed(ImageReason.Dns), 1, [], DateTimeOffset.UnixEpoch);
        JobImage[] images =
        [
            new(new ImagePlace(0, 0), "S1", "t", "http://x/", result),
            new(new ImagePlace(0, 1), "S1", "t", "http://x/", null),
        ];
        var shown = await new ImagesInFlight(null!, 1) { Cancelled = true }.ShowAsync(images);
        Assert.Equal([ImageStatus.Failed, ImageStatus.Cancelled], shown.Select(image => image.Status));
    }
}
