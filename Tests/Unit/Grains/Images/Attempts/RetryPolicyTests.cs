using RetailPulse.Grains;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Images.Attempts;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 1_000)]
    [InlineData(3, 2_000)]
    [InlineData(7, 30_000)]
    [InlineData(1_000, 30_000)]
    public void Waits_double_up_to_half_a_minute(int attempt, int milliseconds) =>
        Assert.Equal(milliseconds, RetryPolicy.MaxWait(attempt).TotalMilliseconds);

    [Fact]
    public void A_wait_lies_between_nothing_and_the_longest_one()
    {
        var random = new RandomSource(new Random(1));
        double[] waits = [.. Enumerable.Range(0, 1_000).Select(_ => RetryPolicy.Wait(2, random).TotalMilliseconds)];
        Assert.All(waits, wait => Assert.InRange(wait, 0, 1_000));
        Assert.InRange(waits.Average(), 450, 550);
    }

    [Theory]
    [InlineData(ImageReason.None)]
    [InlineData(ImageReason.Http404)]
    [InlineData(ImageReason.Http410)]
    [InlineData(ImageReason.TooManyBytes)]
    [InlineData(ImageReason.Truncated)]
    [InlineData(ImageReason.NotAnImage)]
    [InlineData(ImageReason.AnalysisFailed)]
    [InlineData(ImageReason.AnalysisTimeout)]
    public void What_cannot_change_is_not_tried_again(ImageReason reason) => Assert.False(RetryPolicy.IsTransient(reason));

    [Theory]
    [InlineData(ImageReason.Dns)]
    [InlineData(ImageReason.Connect)]
    [InlineData(ImageReason.Timeout)]
    [InlineData(ImageReason.Http429)]
    [InlineData(ImageReason.Http5xx)]
    public void What_may_pass_is_tried_again(ImageReason reason) => Assert.True(RetryPolicy.IsTransient(reason));

    [Theory]
    [InlineData(ImageReason.Protocol, null, true)]
    [InlineData(ImageReason.Protocol, false, false)]
    [InlineData(ImageReason.HttpStatus, null, false)]
    [InlineData(ImageReason.HttpStatus, true, true)]
    public void An_attempt_may_know_better_than_its_reason(ImageReason reason, bool? transient, bool again) =>
        Assert.Equal(again, RetryPolicy.IsTransient(ImageAttempt.Failed(reason, transient: transient)));

    [Theory]
    [InlineData(ImageReason.UnknownStore, StoreErrorKind.InvalidStore)]
    [InlineData(ImageReason.AnalysisInvalid, StoreErrorKind.DownloadFailed)]
    [InlineData(ImageReason.Http404, StoreErrorKind.DownloadFailed)]
    [InlineData(ImageReason.TooManyBytes, StoreErrorKind.DownloadFailed)]
    [InlineData(ImageReason.Truncated, StoreErrorKind.InvalidImage)]
    [InlineData(ImageReason.Corrupt, StoreErrorKind.InvalidImage)]
    public void Every_reason_has_its_message(ImageReason reason, StoreErrorKind kind) => Assert.Equal(kind, reason.Kind());

    [Fact]
    public void Every_reason_has_its_own_code()
    {
        string?[] codes = [.. Enum.GetValues<ImageReason>().Select(reason => reason.Code())];
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }
}
