using RetailPulse.Cli.Output;

namespace RetailPulse.Tests.Unit.Cli;

public sealed class CsvTests
{
    [Theory]
    [InlineData("", "")]
    [MemberData(nameof(CsvCells.All), MemberType = typeof(CsvCells))]
    public void A_cell_is_that_of_an_export(string? text, string cell) => Assert.Equal(cell, Csv.Row([text!]));
}
