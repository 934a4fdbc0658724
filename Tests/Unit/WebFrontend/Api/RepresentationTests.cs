using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class RepresentationTests
{
    [Theory]
    [InlineData("", "Json")]
    [InlineData("*/*", "Json")]
    [InlineData("application/*", "Json")]
    [InlineData("application/json; charset=utf-8", "Json")]
    [InlineData("text/csv", "Csv")]
    [InlineData("TEXT/CSV; header=present", "Csv")]
    [InlineData("text/*", "Csv")]
    [InlineData("text/csv, */*", "Csv")]
    [InlineData("text/csv;q=0.5, application/json", "Json")]
    [InlineData("application/x-ndjson, text/csv;q=0.9", "Ndjson")]
    [InlineData("text/csv;q=0, */*;q=0.1", "Json")]
    [InlineData("application/json;q=0, application/*", "Ndjson")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "Json")]
    [InlineData("image/png", null)]
    [InlineData("text/csv;q=0", null)]
    [InlineData("nonsense", null)]
    public void The_client_chooses(string accept, string? chosen) => Assert.Equal(chosen, Representations.Choose(accept)?.ToString());
}
