using System.Buffers.Text;
using System.Text;
using CsCheck;
using RetailPulse.Jobs;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class PageTokenTests
{
    [Fact]
    public void A_token_is_read_as_it_was_written() =>
        Gen.Select(Gen.String, Gen.Long)
            .Sample(
                (listing, id) =>
                    PageToken.TryRead(PageToken.Write(listing, Positions.Jobs, After(id)), listing, Positions.Jobs, out var read)
                    && read == After(id)
            );

    [Fact]
    public void A_token_of_another_list_is_refused() =>
        Assert.False(
            PageToken.TryRead(
                PageToken.Write("/api/v1/jobs\nstatus=failed", Positions.Jobs, After(7)),
                "/api/v1/jobs\nstatus=",
                Positions.Jobs,
                out _
            )
        );

    [Fact]
    public void Anything_else_is_refused() => Gen.String.Sample(text => !PageToken.TryRead(text, "jobs", Positions.Jobs, out _));

    [Fact]
    public void A_token_needs_no_escaping_in_a_url() =>
        Gen.Long.Sample(id => Uri.EscapeDataString(Token(Positions.Jobs, After(id))) == Token(Positions.Jobs, After(id)));

    [Fact]
    public void Every_kind_of_position_is_read_as_it_was_written()
    {
        var at = new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero).AddTicks(1_234_560);
        Survives(
            Positions.Jobs,
            After(7),
            After(7) with
            {
                Back = true,
            },
            new JobPosition(new JobListPlace(7, at)),
            new JobPosition(new JobListPlace(long.MaxValue, DateTimeOffset.MaxValue), Back: true)
        );
        Survives(
            Positions.Images,
            ImagePlace.Start,
            new ImagePlace(0, 0),
            new ImagePlace(7, 2),
            new ImagePlace(int.MaxValue, int.MaxValue - 1)
        );
        Survives(Positions.Failures, new FailurePosition(at, 7, 2, 3, 1));
        Survives(
            Positions.Visits,
            new VisitPlace(null, 1, 0),
            new(DateTimeOffset.MaxValue, long.MaxValue, int.MaxValue),
            new(DateTimeOffset.MinValue, 0, 0)
        );
        Survives(Positions.Photos, new PhotoPosition(new VisitPlace(null, 1, 0), 0), new PhotoPosition(new VisitPlace(at, 7, 2), 3));
        Survives(Positions.Stores, "S1", "a/b", "ÄÖ");
    }

    /// <summary>Tokens that clients hold must stay valid when the service is upgraded.</summary>
    [Fact]
    public void A_token_of_an_earlier_version_stays_valid()
    {
        Assert.Equal("ozA5XMClOtEAAAAAAAAAew", Token(Positions.Jobs, After(123)));
        Assert.Equal("ozA5XMClOtEAAAAHAAAAAg", Token(Positions.Images, new ImagePlace(7, 2)));
        Assert.Equal(
            "ozA5XMClOtE2MzkxMzIwOTAyMDAwMDAwMDAvNy8yLzMvMQ",
            Token(Positions.Failures, new FailurePosition(new DateTimeOffset(639_132_090_200_000_000, TimeSpan.Zero), 7, 2, 3, 1))
        );
        Assert.Equal("ozA5XMClOtEvNy8y", Token(Positions.Visits, new VisitPlace(null, 7, 2)));
        Assert.Equal("ozA5XMClOtFTMQ", Token(Positions.Stores, "S1"));
    }

    /// <summary>A page ends at the last row that was examined, which may be of another tenant.</summary>
    [Fact]
    public void A_sealed_position_can_be_neither_read_nor_made_up()
    {
        var seal = new Seal([.. new byte[32]]);
        var (at, place) = (new DateTimeOffset(639_132_090_200_000_000, TimeSpan.Zero), new VisitPlace(null, 4_711, 2));
        var failures = Positions.Failures.With(seal);
        var photos = Positions.Photos.With(seal);
        Survives(failures, new FailurePosition(at, 4_711, 2, 3, 1));
        Survives(photos, new PhotoPosition(place, 3));
        Assert.DoesNotContain("4711", Encoding.Latin1.GetString(Base64Url.DecodeFromChars(Token(photos, new PhotoPosition(place, 3)))));
        var token = Token(failures, new FailurePosition(at, 4_711, 2, 3, 1));
        Assert.NotEqual(token, Token(failures, new FailurePosition(at, 4_711, 2, 3, 1)));
        Assert.False(PageToken.TryRead(token, "list", Positions.Failures.With(new Seal([.. new byte[31], 1])), out _));
        Assert.False(PageToken.TryRead(token, "list", photos, out _));
        Assert.False(PageToken.TryRead(Token(Positions.Failures, new FailurePosition(at, 7, 2, 3, 1)), "list", failures, out _));
        var changed = Base64Url.DecodeFromChars(token);
        changed[^1] ^= 1;
        Assert.False(PageToken.TryRead(Base64Url.EncodeToString(changed), "list", failures, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1/2/3/4")]
    [InlineData("1/2/3/4/5/6")]
    [InlineData("-1/2/3/4/5")]
    [InlineData("1/2//4/5")]
    [InlineData("1/2/3/4/2147483648")]
    [InlineData("1/2/3/4/5\0")]
    [InlineData("9223372036854775807/2/3/4/5")]
    public void A_made_up_position_of_a_failure_is_refused(string text) =>
        Assert.False(Positions.Failures.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("x/1/1")]
    [InlineData("1/1")]
    [InlineData("-1/1/1")]
    [InlineData("1//1")]
    [InlineData("9223372036854775807/1/1")]
    [InlineData("1/1/9223372036854775807")]
    public void A_made_up_position_of_a_visit_is_refused(string text) =>
        Assert.False(Positions.Visits.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("")]
    [InlineData("00000000000000")]
    [InlineData("020000000000000007")]
    [InlineData("01FFFFFFFFFFFFFFFF0000000000000007")]
    [InlineData("0100000000000000000000000000000007FF")]
    public void A_made_up_position_of_a_job_is_refused(string bytes) =>
        Assert.False(Positions.Jobs.TryRead(Convert.FromHexString(bytes), out _));

    private static JobPosition After(long id) => new(new JobListPlace(id));

    private static string Token<T>(PositionFormat<T> format, T position) => PageToken.Write("list", format, position);

    private static void Survives<T>(PositionFormat<T> format, params T[] positions)
    {
        foreach (var position in positions)
        {
            Assert.True(PageToken.TryRead(Token(format, position), "list", format, out var read));
            Assert.Equal(position, read);
        }
    }
}
