using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace RetailPulse.Tests.Storage.Fixtures;

public sealed class RecordedDatabaseTests
{
    private static readonly DateTimeOffset Later = new(2028, 12, 31, 23, 59, 8, TimeSpan.Zero);

    [Theory]
    [InlineData("'2026-11-25T01:39:52.428Z'", "'2028-12-31T23:57:52.428Z'")]
    [InlineData("'2026-11-25 01:40:05.479467+00'", "'2028-12-31 23:58:05.479467+00'")]
    [InlineData("'2026-05-04T09:30:00Z', '2026-05-04 09:30:00+00'", "'2028-06-10T07:48:00Z', '2028-06-10 07:48:00+00'")]
    public void Every_instant_is_shifted_alike(string recorded, string shifted) =>
        Assert.Equal(shifted, RecordedDatabase.Shift(recorded, Later));

    [Theory]
    [InlineData("X'{0}'")]
    [InlineData(@"'\x{0}'")]
    public void Instants_in_stored_documents_are_shifted(string literal)
    {
        const string Document = """{{"schema":1,"claimed_at":"{0}"}}""";
        Assert.Equal(
            Write(literal, Document, "2028-12-31T23:57:51.9433243+00:00"),
            RecordedDatabase.Shift(Write(literal, Document, "2026-11-25T01:39:51.9433243+00:00"), Later)
        );
    }

    [Theory]
    [InlineData("sqlite-1.sql")]
    [InlineData("postgresql-1.sql")]
    public void A_file_keeps_no_recorded_day(string file)
    {
        var shifted = RecordedDatabase.Read(file, new FakeTimeProvider(Later));
        Assert.Contains("2028-12-31", shifted, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-", shifted, StringComparison.Ordinal);
        Assert.DoesNotContain(Hex("2026-"), shifted, StringComparison.Ordinal);
    }

    private static string Write(string literal, string document, string instant) =>
        string.Format(CultureInfo.InvariantCulture, literal, Hex(string.Format(CultureInfo.InvariantCulture, document, instant)));

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
