namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>Image hosts that are neither healthy nor dead. Each must cost only the images that it fails.</summary>
/// <remarks>Times are about a third of the defaults, and bounds distinguish an image that was held up from one that was not.</remarks>
[Collection("Alone")]
public sealed class HalfHealthyHostTests(HalfHealthyRun run) : IClassFixture<HalfHealthyRun>
{
    public static TheoryData<string> Scenarios => [.. HalfHealthyRun.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Images_get_the_required_outcome_when(string scenario) => run.EndAsync(scenario);
}
