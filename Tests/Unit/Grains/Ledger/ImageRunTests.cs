using System.Collections.Immutable;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Ledger;

public sealed class ImageRunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_image_that_was_never_tried_has_no_attempts() =>
        Assert.Empty(Run(ImageReason.UnknownStore, attempts: 0, [], silo: "").List());

    /// <summary>Its host admitted it twice, and was down when it waited for the third time.</summary>
    [Fact]
    public void A_host_that_went_down_is_no_attempt() =>
        Assert.Equal(
            [(1, ImageReason.Dns), (2, ImageReason.Connect)],
            Run(ImageReason.HostDown, attempts: 2, [ImageReason.Dns, ImageReason.Connect])
                .List()
                .Select(attempt => (attempt.Number, attempt.Reason))
        );

    [Fact]
    public void Times_that_an_earlier_version_did_not_record_are_missing() =>
        Assert.Equal(
            [
                new RecordedAttempt(0, 1, ImageReason.Dns, null, null, "[::1]:11111"),
                new RecordedAttempt(0, 2, ImageReason.None, Noon, TimeSpan.FromSeconds(1), "[::1]:11111"),
            ],
            Run(ImageReason.None, attempts: 2, [ImageReason.Dns], silo: "S[::1]:11111:139").List()
        );

    private static ImageRun Run(ImageReason reason, int attempts, ImmutableArray<ImageReason> earlier, string silo = "S10.0.0.5:11111:1") =>
        new(0, reason, attempts, earlier, [], Noon, TimeSpan.FromSeconds(1), silo);
}
