using RetailPulse.Jobs;
using RetailPulse.Web.V1.Jobs.Events;

namespace RetailPulse.Tests.WebFrontend.V1.Events;

public sealed class EventIdTests
{
    private static readonly FailureCursor Cursor = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, 123, TimeSpan.Zero), 3, 0, 2);

    [Fact]
    public void An_id_is_read_as_it_was_written()
    {
        foreach (var id in new EventId[] { new(Cursor), new(Cursor, 77), new(FailureCursor.Start) }) Assert.Equal(id, EventId.Parse(id.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.x")]
    [InlineData("1.-2.3.4")]
    [InlineData("1.2.3.4.")]
    [InlineData("1.2.3.4.5.6")]
    [InlineData("9223372036854775807.1.1.1")]
    [InlineData("1.9999999999.1.1")]
    public void What_was_never_written_counts_as_none(string? text) => Assert.Null(EventId.Parse(text));

    [Fact]
    public void A_time_before_all_time_is_the_start() => Assert.Equal(FailureCursor.Start, EventId.Parse("1.2.3.4")!.Value.Told);
}
