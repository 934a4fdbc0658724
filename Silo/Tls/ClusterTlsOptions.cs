using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Silo.Tls;

/// <summary>The <c>RetailPulse:Cluster:Tls</c> settings: the PEM files that authenticate silos and front ends to each other.</summary>
/// <remarks>Set all three files or none. Changed files take effect within seconds.</remarks>
public sealed class ClusterTlsOptions : IValidatableObject
{
    public const string Section = "RetailPulse:Cluster:Tls";

    /// <summary>File with this process's certificate, followed by its intermediate certificates, if any. Default: none.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>File with the unencrypted private key of the certificate. Default: none.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>File with the root certificates that are trusted: one, or several while they are being replaced. Default: none.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>
    /// DNS name that certificates of the cluster must have. Default: none, so every certificate of the authority is accepted.
    /// </summary>
    public string PeerName { get; set; } = "";

    internal bool Protects => CertificateFile.Length > 0;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        (string Name, string Value)[] files =
        [
            (nameof(CertificateFile), CertificateFile),
            (nameof(KeyFile), KeyFile),
            (nameof(AuthorityFile), AuthorityFile),
        ];
        if (files.All(file => file.Value.Length == 0) && PeerName.Length == 0)
            yield break;
        foreach (var (name, _) in files.Where(file => file.Value.Length == 0))
            yield return new ValidationResult($"{Section}:{name} is missing; name all three files of {Section}, or none.");
    }
}
