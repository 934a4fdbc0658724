using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Tls;

/// <summary>Authenticates this process to its peers, and the peers to this process. New connections use the latest files.</summary>
internal sealed class ClusterCertificates(ClusterTlsOptions files)
{
    private volatile MemberCertificate current = Read(files);

    public X509Certificate2 Certificate => current.Certificate;

    /// <summary>Time at which the certificate expires.</summary>
    public DateTimeOffset End => new(Certificate.NotAfter);

    /// <summary>
    /// Reads the files and returns whether they have changed. If they cannot be used, the previous certificate stays in use.
    /// </summary>
    /// <exception cref="OptionsValidationException">The files cannot be used; the message says why.</exception>
    public bool Renew()
    {
        var next = Read(files);
        if (next.IsSameAs(current))
            return false;
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

        // A resumed session would not check certificates again, and could outlive the authority under which it began.
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
    /// Returns whether a peer is a member of the cluster. It may have any address, because certificates do not contain the addresses of
    /// silos.
    /// </summary>
    /// <param name="errors">Errors found by the policy of <see cref="MemberCertificate.TrustPolicy"/>.</param>
    public bool Accepts(X509Certificate2 peer, SslPolicyErrors errors) =>
        (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
        && (files.PeerName.Length == 0 || peer.MatchesHostname(files.PeerName, allowWildcards: false, allowCommonName: false));

    private static MemberCertificate Read(ClusterTlsOptions files)
    {
        try
        {
            return MemberCertificate.Read(files);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new OptionsValidationException(
                ClusterTlsOptions.Section,
                typeof(ClusterTlsOptions),
                [$"The files of {ClusterTlsOptions.Section} cannot be used: {exception.Message}"]
            );
        }
    }
}
