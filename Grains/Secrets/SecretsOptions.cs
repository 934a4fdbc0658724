namespace RetailPulse.Grains.Secrets;

/// <summary>The <c>RetailPulse:Secrets</c> settings: how secrets are stored.</summary>
public sealed class SecretsOptions
{
    public const string Section = "RetailPulse:Secrets";

    /// <summary>
    /// Path of the file with the keys that encrypt webhook secrets in the database. Default: none, so secrets are stored in clear text.
    /// </summary>
    /// <remarks>One key per line, each 32 bytes in base64: the first encrypts, and all decrypt. The file is read at start.</remarks>
    public string KeyFile { get; set; } = "";
}
