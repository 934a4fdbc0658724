using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Installation;
using RetailPulse.Installation;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class SessionTicketTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);
    private static readonly Seal Seal = new([.. new byte[32]]);

    [Fact]
    public void A_ticket_names_its_key_until_it_ends()
    {
        Assert.True(KeyDigest.TryTake("rp_of-acme", out var key));
        var ticket = new SessionTicket(key, Now.AddHours(12)).Write(Seal);
        Assert.Equal(new SessionTicket(key, Now.AddHours(12)), SessionTicket.Read(ticket, Seal, Now));
        Assert.NotNull(SessionTicket.Read(ticket, Seal, Now.AddHours(12).AddTicks(-1)));
        Assert.Null(SessionTicket.Read(ticket, Seal, Now.AddHours(12)));
        Assert.Null(SessionTicket.Read(ticket, new Seal([.. new byte[31], 1]), Now));
        Assert.Null(SessionTicket.Read($"{(ticket[0] == 'A' ? 'B' : 'A')}{ticket[1..]}", Seal, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rp_of-acme")]
    [InlineData("!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Another_text_is_no_ticket(string text) => Assert.Null(SessionTicket.Read(text, Seal, Now));

    /// <summary>The position of a page is sealed with another key than a session.</summary>
    [Fact]
    public async Task All_silos_derive_the_same_keys_one_for_each_purpose()
    {
        var secret = new InstallationSecret(Enumerable.Range(0, InstallationSecret.Length).Select(number => (byte)number).ToArray());
        var sessions = await new InstallationGrain(secret).GetKeyAsync(KeyPurpose.Sessions);
        Assert.Equal(32, sessions.Length);
        Assert.Equal(
            sessions,
            await new InstallationGrain(new InstallationSecret(secret.Bytes.ToArray())).GetKeyAsync(KeyPurpose.Sessions)
        );
        Assert.NotEqual(sessions, await new InstallationGrain(secret).GetKeyAsync(KeyPurpose.PageTokens));
        var other = new InstallationSecret(new byte[InstallationSecret.Length]);
        Assert.NotEqual(sessions, await new InstallationGrain(other).GetKeyAsync(KeyPurpose.Sessions));
    }
}
