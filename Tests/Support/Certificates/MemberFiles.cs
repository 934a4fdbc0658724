using System.Security.Cryptography.X509Certificates;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Tests.Support.Certificates;

/// <summary>A folder with the files of one member of a cluster.</summary>
internal sealed class MemberFiles : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("retailpulse-");

    /// <param name="authority">Authority that issues the member's certificate and that the member trusts.</param>
    public MemberFiles(TestAuthority authority)
    {
        Trust(authority);
        Use(authority.Issue());
    }

    public ClusterTlsOptions Options =>
        new()
        {
            CertificateFile = Path("tls.crt"),
            KeyFile = Path("tls.key"),
            AuthorityFile = Path("ca.crt"),
        };

    /// <summary>The files as settings of a process.</summary>
    public string[] Settings =>
        [
            $"--{ClusterTlsOptions.Section}:CertificateFile={Path("tls.crt")}",
            $"--{ClusterTlsOptions.Section}:KeyFile={Path("tls.key")}",
            $"--{ClusterTlsOptions.Section}:AuthorityFile={Path("ca.crt")}",
        ];

    /// <summary>Writes the authorities that the member accepts.</summary>
    public void Trust(params IEnumerable<TestAuthority> authorities) =>
        File.WriteAllText(Path("ca.crt"), string.Join('\n', authorities.Select(authority => authority.Certificate.ExportCertificatePem())));

    /// <summary>Writes the member's certificate and key, one after the other.</summary>
    public void Use(X509Certificate2 member)
    {
        File.WriteAllText(Path("tls.key"), member.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path("tls.crt"), member.ExportCertificatePem());
    }

    public string Path(string file) => System.IO.Path.Combine(folder.FullName, file);

    public void Dispose() => folder.Delete(recursive: true);
}
