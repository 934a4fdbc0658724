using RetailPulse.Silo.Settings;

namespace RetailPulse.Tests.Unit.Silo.Settings;

public sealed class NearestTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("slots", "slot", 1)]
    [InlineData("retail", "retial", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_edits(string left, string right, int edits) =>
        Assert.Equal((edits, edits), (Nearest.Distance(left, right), Nearest.Distance(right, left)));
}
