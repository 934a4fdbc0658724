using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Platform;

namespace RetailPulse.Silo.Tls;

/// <summary>
/// The command that creates the files of <see cref="ClusterTlsOptions"/>: a new certificate and, the first time, its authority.
/// </summary>
internal static class NewCertificate
{
    public const string Switch = "--new-certificate";

    private const string Name = "retailpulse-cluster";

    /// <summary>Writes the files and returns 0.</summary>
    /// <exception cref="OptionsValidationException">An argument is missing or invalid. Nothing was written.</exception>
    public static int Run(string[] arguments, TimeProvider time, TextWriter output)
    {
        var given = new ConfigurationBuilder().AddCommandLine([.. arguments.Where(argument => argument != Switch)]).Build();
        var (ca, folder) = (Folder(given, "ca"), Folder(given, "out"));
        if (!int.TryParse(given["days"] ?? "365", NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > 3650)
            throw Wrong("--days must be 1 to 3650.");

        var maker = new CertificateMaker(time);
        using var authority = ReadOrMake(maker, ca, time.GetUtcNow());
        using var member = maker.MakeMember(authority, Name, TimeSpan.FromDays(days));
        PrivateFiles.MakeFolder(folder);

        // The certificate comes last: a process that reads only some of the new files keeps what it has.
        PrivateFiles.Replace(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem());
        PrivateFiles.Replace(Path.Combine(folder, "tls.key"), member.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        PrivateFiles.Replace(Path.Combine(folder, "tls.crt"), member.ExportCertificatePem());
        output.WriteLine(
            $"Created a certificate of the cluster in {folder}, valid until {member.NotAfter.ToUniversalTime():u}. The key of its authority is in {ca}; keep it where no other process can read it."
        );
        return 0;
    }

    private static X509Certificate2 ReadOrMake(CertificateMaker maker, string folder, DateTimeOffset now)
    {
        var (certificate, key) = (Path.Combine(folder, "ca.crt"), Path.Combine(folder, "ca.key"));
        if (File.Exists(certificate))
        {
            var known = X509Certificate2.CreateFromPemFile(certificate, key);
            return new DateTimeOffset(known.NotAfter) > now
                ? known
                : throw Wrong(
                    $"The authority in {folder} expired on {known.NotAfter.ToUniversalTime():u}. Move the folder away, which makes a new authority, and replace the certificates of all processes."
                );
        }

        var made = maker.MakeAuthority(Name);
        PrivateFiles.MakeFolder(folder);
        PrivateFiles.Replace(key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        PrivateFiles.Replace(certificate, made.ExportCertificatePem());
        return made;
    }

    private static string Folder(IConfiguration given, string name) =>
        given[name] is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : throw Wrong($"--{name} is missing: {Switch} --ca FOLDER --out FOLDER [--days 365].");

    private static OptionsValidationException Wrong(string problem) => new(Switch, typeof(NewCertificate), [problem]);
}
