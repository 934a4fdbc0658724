using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Tests.Unit.Silo.Tls;

public sealed class CertificateRenewalTests
{
    [Fact]
    public async Task The_end_of_the_certificate_is_exported_noticed_and_follows_a_renewal()
    {
        var authority = new TestAuthority();
        using var files = new MemberFiles(authority);
        files.Use(Issue(days: 10));
        var certificates = new ClusterCertificates(files.Options);
        using var meters = new Meters();
        using var reader = new MeterReader(meters);
        using var renewal = new CertificateRenewal(certificates, meters, TimeProvider.System, NullLogger<CertificateRenewal>.Instance);
        await renewal.StartAsync(CancellationToken.None);
        Assert.InRange(await ReadDaysAsync(), 9.9, 10);
        Assert.StartsWith("Approaching the expiry", Assert.Single(renewal.Read()).Problem, StringComparison.Ordinal);

        files.Use(Issue(days: 30));
        certificates.Renew();
        Assert.InRange(await ReadDaysAsync(), 29.9, 30);
        Assert.Empty(renewal.Read());
        await renewal.StopAsync(CancellationToken.None);

        X509Certificate2 Issue(int days) =>
            new CertificateMaker(TimeProvider.System).MakeMember(authority.Certificate, TestAuthority.Name, TimeSpan.FromDays(days));

        async Task<double> ReadDaysAsync()
        {
            var seen = "";
            await Eventually.TrueAsync(
                () =>
                    (seen = reader.Take(observe: true).LastOrDefault() ?? "").StartsWith(
                        "retailpulse.certificate.expiry ",
                        StringComparison.Ordinal
                    ),
                "the gauge is exported"
            );
            return double.Parse(seen.Split(' ')[1], CultureInfo.InvariantCulture) / 86_400;
        }
    }
}
