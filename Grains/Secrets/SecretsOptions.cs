namespace RetailPulse.Grains.Secrets;

/// <summary><c>RetailPulse:Secrets</c>: how secrets are stored.</summary>
public sealed class SecretsOptions
{
    public const string Section = "RetailPulse:Secrets";

    /// <summary>
    /// File with the keys under which webhook secrets are encrypted in the database, one a line, each 32 bytes in base64: the first one encrypts, and
    /// all decrypt. Read at start. Default: none, so secrets are stored in clear text.
    /// </summary>
    public string KeyFile { get; set; } = "";
}
