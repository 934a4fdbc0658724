using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RetailPulse.Silo.Tls;

/// <summary>
/// A process's certificate with its private key, and the authorities that it trusts, as read from the three PEM files at one time.
/// </summary>
internal sealed class MemberCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly (string Certificate, string Key, string Authorities) texts;
    private readonly X509Certificate2Collection authorities = [];

    private MemberCertificate((string Certificate, string Key, string Authorities) texts)
    {
        this.texts = texts;
        authorities.ImportFromPem(texts.Authorities);
        if (authorities.Count == 0)
            throw new CryptographicException("The file of authorities has no certificate.");

        Certificate = X509Certificate2.CreateFromPem(texts.Certificate, texts.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(texts.Certificate);
        chain.RemoveAt(0);
        Verify(chain);
        Context = SslStreamCertificateContext.Create(Certificate, chain, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate and its intermediates, in the form that is sent to peers.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <exception cref="CryptographicException">Peers would not accept the certificate; the message says why.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a file is denied.</exception>
    public static MemberCertificate Read(ClusterTlsOptions files) =>
        new((File.ReadAllText(files.CertificateFile), File.ReadAllText(files.KeyFile), File.ReadAllText(files.AuthorityFile)));

    public bool IsSameAs(MemberCertificate other) => texts == other.texts;

    /// <summary>Returns a policy that accepts certificates of these authorities only, regardless of what the machine trusts.</summary>
    public X509ChainPolicy TrustPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>Verifies the certificate now as every peer would later.</summary>
    private void Verify(X509Certificate2Collection intermediates)
    {
        using var chain = new X509Chain { ChainPolicy = TrustPolicy() };
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (chain.Build(Certificate))
            return;
        var problems = chain
            .ChainStatus.Concat(chain.ChainElements.SelectMany(element => element.ChainElementStatus))
            .Select(status => status.StatusInformation.Trim());
        throw new CryptographicException(
            $"The certificate of {Certificate.Subject}, valid until {Certificate.NotAfter.ToUniversalTime():u}, is not one that peers accept: {string.Join("; ", problems.Distinct())}."
        );
    }
}
