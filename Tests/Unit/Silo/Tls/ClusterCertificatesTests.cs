using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Tests.Unit.Silo.Tls;

/// <summary>Tests who is accepted as a member of a cluster, and who is not.</summary>
public sealed class ClusterCertificatesTests : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TestAuthority authority = new();
    private readonly TestAuthority other = new();
    private readonly MemberFiles files;

    public ClusterCertificatesTests() => files = new MemberFiles(authority);

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Members_accept_each_other()
    {
        var member = new ClusterCertificates(files.Options);
        Assert.True(await Handshake.SucceedsAsync(Handshake.Server(member), Handshake.Client(member)));
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused() => await RefusedAsync(null);

    [Fact]
    public async Task A_client_of_another_authority_of_the_same_name_is_refused() => await RefusedAsync(other.Issue());

    [Fact]
    public async Task A_client_whose_certificate_has_expired_is_refused() =>
        await RefusedAsync(authority.Issue(Now.AddHours(-2), Now.AddMinutes(-1), ClientAuthentication));

    [Fact]
    public async Task A_client_whose_certificate_is_not_valid_yet_is_refused() =>
        await RefusedAsync(authority.Issue(Now.AddHours(1), Now.AddHours(2), ClientAuthentication));

    [Fact]
    public async Task A_client_with_a_certificate_for_servers_is_refused() =>
        await RefusedAsync(authority.Issue(Now.AddHours(-1), Now.AddHours(1), ServerAuthentication));

    [Fact]
    public async Task A_client_that_signed_its_own_certificate_is_refused() =>
        await RefusedAsync(new CertificateMaker(TimeProvider.System).MakeAuthority(TestAuthority.Name));

    [Fact]
    public async Task A_silo_of_another_authority_is_refused() =>
        Assert.False(
            await Handshake.SucceedsAsync(Handshake.Server(other.Issue()), Handshake.Client(new ClusterCertificates(files.Options)))
        );

    [Fact]
    public async Task A_silo_with_a_certificate_for_clients_is_refused() =>
        Assert.False(
            await Handshake.SucceedsAsync(
                Handshake.Server(authority.Issue(Now.AddHours(-1), Now.AddHours(1), ClientAuthentication)),
                Handshake.Client(new ClusterCertificates(files.Options))
            )
        );

    [Fact]
    public async Task A_certificate_with_another_name_is_refused_if_a_name_is_configured()
    {
        var options = files.Options;
        options.PeerName = TestAuthority.Name;
        var member = new ClusterCertificates(options);
        Assert.True(await Handshake.SucceedsAsync(Handshake.Server(member), Handshake.Stranger(authority.Issue())));
        Assert.False(await Handshake.SucceedsAsync(Handshake.Server(member), Handshake.Stranger(authority.Issue("billing"))));
        Assert.False(await Handshake.SucceedsAsync(Handshake.Server(authority.Issue("billing")), Handshake.Client(member)));
    }

    [Fact]
    public async Task Changed_files_count_for_new_connections()
    {
        var member = new ClusterCertificates(files.Options);
        files.Trust(other);
        files.Use(other.Issue());
        Assert.True(member.Renew());
        Assert.False(member.Renew());
        Assert.True(await Handshake.SucceedsAsync(Handshake.Server(member), Handshake.Stranger(other.Issue())));
        Assert.False(await Handshake.SucceedsAsync(Handshake.Server(member), Handshake.Stranger(authority.Issue())));
    }

    [Fact]
    public async Task Files_that_do_not_belong_together_leave_those_before_in_use()
    {
        var member = new ClusterCertificates(files.Options);
        var serial = member.Certificate.SerialNumber;
        files.Use(other.Issue());
        Assert.Contains("is not one that peers accept", Assert.Throws<OptionsValidationException>(() => member.Renew()).Message);
        File.WriteAllText(files.Path("tls.crt"), authority.Issue().ExportCertificatePem());
        Assert.Throws<OptionsValidationException>(() => member.Renew());
        File.Delete(files.Path("ca.crt"));
        Assert.Contains("ca.crt", Assert.Throws<OptionsValidationException>(() => member.Renew()).Message);
        Assert.Equal(serial, member.Certificate.SerialNumber);
        Assert.True(await Handshake.SucceedsAsync(Handshake.Server(member), Handshake.Client(member)));
    }

    [Fact]
    public void An_expired_certificate_is_named_at_start()
    {
        files.Use(authority.Issue(Now.AddHours(-2), Now.AddHours(-1), usage: null));
        Assert.Contains(
            $"CN={TestAuthority.Name}, valid until",
            Assert.Throws<OptionsValidationException>(() => new ClusterCertificates(files.Options)).Message
        );
    }

    [Fact]
    public void A_file_of_authorities_without_any_is_named_at_start()
    {
        File.WriteAllText(files.Path("ca.crt"), "nothing");
        Assert.Contains(
            "The file of authorities has no certificate",
            Assert.Throws<OptionsValidationException>(() => new ClusterCertificates(files.Options)).Message
        );
    }

    private async Task RefusedAsync(X509Certificate2? certificate) =>
        Assert.False(
            await Handshake.SucceedsAsync(Handshake.Server(new ClusterCertificates(files.Options)), Handshake.Stranger(certificate))
        );
}
