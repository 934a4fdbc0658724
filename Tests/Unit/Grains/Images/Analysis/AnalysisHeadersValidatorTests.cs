using RetailPulse.Grains.Images.Analysis;

namespace RetailPulse.Tests.Unit.Grains.Images.Analysis;

public sealed class AnalysisHeadersValidatorTests
{
    [Theory]
    [InlineData("Authorization", "Bearer secret", null)]
    [InlineData("X-Key", "secret\r\nHost: b", "RetailPulse:Analysis:Headers:1:Value must be")]
    [InlineData("", "secret", "RetailPulse:Analysis:Headers:1:Name must be")]
    [InlineData("Content-Length", "secret", "RetailPulse:Analysis:Headers:1:Name must be")]
    public void A_header_that_cannot_be_sent_is_named_without_its_value(string name, string value, string? problem)
    {
        var options = new AnalysisOptions
        {
            Headers =
            [
                new AnalysisHeaderOptions { Name = "X-Sound", Value = "1" },
                new AnalysisHeaderOptions { Name = name, Value = value },
            ],
        };
        var found = new AnalysisHeadersValidator().Validate(null, options).FailureMessage;
        Assert.Equal(problem is null, found is null);
        Assert.StartsWith(problem ?? "", found ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", found ?? "", StringComparison.Ordinal);
    }
}
