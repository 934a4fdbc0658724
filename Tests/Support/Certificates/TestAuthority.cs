using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Tests.Support.Certificates;

/// <summary>A certificate authority of a cluster. Others have the same name but nothing else in common.</summary>
internal sealed class TestAuthority
{
    public const string Name = "retailpulse-cluster";

    private static readonly CertificateMaker Maker = new(TimeProvider.System);

    public X509Certificate2 Certificate { get; } = Maker.MakeAuthority(Name);

    public X509Certificate2 Issue(string name = Name) => Maker.MakeMember(Certificate, name, TimeSpan.FromDays(1));

    /// <summary>Issues a certificate that the product's own maker would not.</summary>
    public X509Certificate2 Issue(DateTimeOffset from, DateTimeOffset to, string? usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        return request.Create(Certificate, from, to, RandomNumberGenerator.GetBytes(16)).CopyWithPrivateKey(key);
    }
}
