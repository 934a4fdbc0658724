using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

public sealed class EventIdTests
{
    private static readonly FailureCursor Cursor = new(4_294_967_296, 3, 0, 2);

    [Fact]
    public void An_id_is_read_as_it_was_written()
    {
        foreach (var id in new EventId[] { new(Cursor), new(Cursor, 77), new(FailureCursor.Start) })
            Assert.Equal(id, EventId.Parse(id.ToString()));
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

    /// <summary>Then the place is unknown, and the end is not.</summary>
    [Theory]
    [InlineData("621355968000000000.0.0.0", null)]
    [InlineData("639134208001230000.4.1.3", null)]
    [InlineData("639134208001230000.4.1.3.639134208009999999", 639_134_208_009_999_999)]
    public void An_id_that_began_with_a_time_is_before_every_failure(string text, long? endedAt) =>
        Assert.Equal(new EventId(FailureCursor.Start, endedAt), EventId.Parse(text));
}
