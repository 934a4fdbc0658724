using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RetailPulse.Silo.Tls;

/// <summary>Creates the certificate authority of a cluster, and the certificates of its members.</summary>
internal sealed class CertificateMaker(TimeProvider time)
{
    private const int SerialBytes = 16;

    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>Time by which a certificate becomes valid before it is created, because a machine's clock may be wrong.</summary>
    private static readonly TimeSpan ClockErrors = TimeSpan.FromHours(3);

    private static readonly OidCollection ServerAndClient = [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")];

    public X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, authority: true, X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign);
        return request.CreateSelfSigned(time.GetUtcNow() - ClockErrors, time.GetUtcNow() + AuthorityLifetime);
    }

    /// <param name="name">
    /// DNS name by which <see cref="ClusterTlsOptions.PeerName"/> can distinguish the cluster's certificates from others of the authority.
    /// </param>
    public X509Certificate2 MakeMember(X509Certificate2 authority, string name, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, authority: false, X509KeyUsageFlags.DigitalSignature);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(ServerAndClient, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false)
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());

        // A certificate must not outlive its authority.
        var end = time.GetUtcNow() + lifetime;
        if (end > authority.NotAfter)
            end = authority.NotAfter;
        using var certificate = request.Create(authority, time.GetUtcNow() - ClockErrors, end, RandomNumberGenerator.GetBytes(SerialBytes));
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, ECDsa key, bool authority, X509KeyUsageFlags usage)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, authority, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
