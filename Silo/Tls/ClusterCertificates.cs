using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Tls;

/// <summary>Proves to peers that this process is a member of its cluster, and has them prove the same. New connections use what the files held last.</summary>
internal sealed class ClusterCertificates(ClusterTlsOptions files)
{
    private volatile MemberCertificate current = Read(files);

    public X509Certificate2 Certificate => current.Certificate;

    /// <summary>When the certificate expires.</summary>
    public DateTimeOffset End => new(Certificate.NotAfter);

    /// <summary>Reads the files, and returns whether they have changed. If they cannot be used, what was there before stays in use.</summary>
    /// <exception cref="OptionsValidationException">The files cannot be used; the message says why.</exception>
    public bool Renew()
    {
        var next = Read(files);
        if (next.IsSameAs(current)) return false;
        current = next;
        return true;
    }

    public void Protect(SslServerAuthenticationOptions tls)
    {
        var member = current;
        tls.ServerCertificateSelectionCallback = null;
        tls.ServerCertificateContext = member.Context;
        tls.ClientCertificateRequired = true;
        tls.CertificateChainPolicy = member.TrustPolicy();

        // A resumed session would not look at certificates again, and could outlive the authority that it was begun under.
        tls.AllowTlsResume = false;
    }

    public void Protect(SslClientAuthenticationOptions tls)
    {
        var member = current;
        tls.ClientCertificateContext = member.Context;
        tls.CertificateChainPolicy = member.TrustPolicy();
        tls.AllowTlsResume = false;
    }

    /// <summary>
    /// Accepts any member of the cluster at any address, because silos are found by addresses that certificates do not have.
    /// </summary>
    /// <param name="errors">What the policy of <see cref="MemberCertificate.TrustPolicy"/> found.</param>
    public bool Accepts(X509Certificate2 peer, SslPolicyErrors errors) =>
        (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
        && (files.PeerName.Length == 0 || peer.MatchesHostname(files.PeerName, allowWildcards: false, allowCommonName: false));

    private static MemberCertificate Read(ClusterTlsOptions files)
    {
        try
        {
            return MemberCertificate.Read(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new OptionsValidationException(ClusterTlsOptions.Section, typeof(ClusterTlsOptions), [$"The files of {ClusterTlsOptions.Section} cannot be used: {exception.Message}"]);
        }
    }
}
