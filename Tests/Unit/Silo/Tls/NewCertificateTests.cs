using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Tests.Unit.Silo.Tls;

public sealed class NewCertificateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    private string Ca => Path.Combine(folder, "ca");

    private string Out => Path.Combine(folder, "certificates");

    private ClusterTlsOptions Files =>
        new()
        {
            CertificateFile = Path.Combine(Out, "tls.crt"),
            KeyFile = Path.Combine(Out, "tls.key"),
            AuthorityFile = Path.Combine(Out, "ca.crt"),
        };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_renewed_certificate_is_accepted_by_members_that_still_have_the_last_one()
    {
        Make();
        var before = new ClusterCertificates(Files);
        Make();
        var after = new ClusterCertificates(Files);
        Assert.NotEqual(before.Certificate.SerialNumber, after.Certificate.SerialNumber);
        Assert.True(await Handshake.SucceedsAsync(Handshake.Server(before), Handshake.Client(after)));
        Assert.True(await Handshake.SucceedsAsync(Handshake.Server(after), Handshake.Client(before)));
    }

    [Fact]
    public void Only_their_user_can_read_the_files()
    {
        Make();
        string[] files = [.. Directory.GetFiles(Ca), .. Directory.GetFiles(Out)];
        Assert.Equal(5, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.All(
            [Ca, Out],
            made => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made))
        );
    }

    [Theory]
    [InlineData("--out is missing", "--ca", "x")]
    [InlineData("--ca is missing", "--out", "x")]
    [InlineData("--days must be 1 to 3650", "--ca", "x", "--out", "y", "--days", "0")]
    public void A_wrong_argument_is_named(string problem, params string[] arguments)
    {
        var refused = Assert.Throws<OptionsValidationException>(() =>
            NewCertificate.Run([NewCertificate.Switch, .. arguments], TimeProvider.System, TextWriter.Null)
        );
        Assert.Contains(problem, refused.Message);
    }

    [Fact]
    public void An_authority_that_has_expired_is_named_with_what_to_do()
    {
        Make();
        var refused = Assert.Throws<OptionsValidationException>(() =>
            NewCertificate.Run(
                [NewCertificate.Switch, "--ca", Ca, "--out", Out],
                new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(3651)),
                TextWriter.Null
            )
        );
        Assert.Contains($"The authority in {Ca} expired on", refused.Message);
        Assert.Contains("Move the folder away", refused.Message);
    }

    private void Make() =>
        Assert.Equal(0, NewCertificate.Run([NewCertificate.Switch, "--ca", Ca, "--out", Out], TimeProvider.System, TextWriter.Null));
}
