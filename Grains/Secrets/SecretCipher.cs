using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Grains.Secrets;

/// <summary>Encrypts secrets for the database with AES-256-GCM. Without a key, secrets are stored in clear text.</summary>
/// <remarks>
/// The format is <c>enc:KEY:DATA</c>: the id of the key, and base64 of the nonce, the ciphertext and the tag. The ciphertext is bound to
/// its owner, so an attacker who can write to the database cannot give a tenant the secret of another.
/// </remarks>
internal sealed class SecretCipher
{
    private const string Prefix = "enc:";
    private const int KeyBytes = 32;
    private const int IdBytes = 4;

    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly Dictionary<string, byte[]> keys;

    /// <param name="keys">Keys in order: the first encrypts, and all decrypt.</param>
    private SecretCipher(IReadOnlyList<byte[]> keys) => (this.keys, KeyId) = (keys.ToDictionary(Id), keys.Count == 0 ? null : Id(keys[0]));

    /// <summary>Id of the key that encrypts; <see langword="null"/> if there is none. It reveals nothing about the key.</summary>
    public string? KeyId { get; }

    /// <exception cref="FormatException">The file has no keys or an invalid line, which the message names.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static SecretCipher Read(SecretsOptions options) =>
        new(options.KeyFile.Length == 0 ? [] : ReadKeys(File.ReadAllLines(options.KeyFile)));

    /// <param name="owner">Owner that the secret is bound to, such as <c>webhook-secret/acme</c>.</param>
    public string Protect(string secret, string owner)
    {
        if (KeyId is null)
            return secret;
        var text = Encoding.UTF8.GetBytes(secret);
        var data = new byte[NonceBytes + text.Length + TagBytes];
        var nonce = data.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys[KeyId], TagBytes);
        aes.Encrypt(
            nonce,
            text,
            data.AsSpan(NonceBytes, text.Length),
            data.AsSpan(NonceBytes + text.Length),
            Encoding.UTF8.GetBytes(owner)
        );
        return $"{Prefix}{KeyId}:{Convert.ToBase64String(data)}";
    }

    /// <exception cref="CryptographicException">
    /// The key is not configured, or the text was modified or belongs to another owner.
    /// </exception>
    public string Reveal(string stored, string owner)
    {
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal))
            return stored;
        if (stored.Split(':') is not { Length: 3 } parts)
            throw Damaged();
        if (!keys.TryGetValue(parts[1], out var key))
            throw new CryptographicException(
                $"A secret in the database is encrypted under the key {parts[1]}, which {SecretsOptions.Section}:{nameof(SecretsOptions.KeyFile)} does not have; add that key."
            );
        var data = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], data, out var length) || length < NonceBytes + TagBytes)
            throw Damaged();
        data = data[..length];
        var text = new byte[data.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            data.AsSpan(0, NonceBytes),
            data.AsSpan(NonceBytes, text.Length),
            data.AsSpan(NonceBytes + text.Length),
            text,
            Encoding.UTF8.GetBytes(owner)
        );
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>
    /// Returns whether a stored secret already has the best protection available: encrypted with the first key, if there is one.
    /// </summary>
    public bool IsCurrent(string stored) => KeyId is null || stored.StartsWith($"{Prefix}{KeyId}:", StringComparison.Ordinal);

    private static CryptographicException Damaged() => new("A secret in the database is damaged; restore it from a backup, or rotate it.");

    private static string Id(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdBytes));

    private static List<byte[]> ReadKeys(string[] lines)
    {
        List<byte[]> read = [];
        for (var line = 0; line < lines.Length; line++)
        {
            if (string.IsNullOrWhiteSpace(lines[line]))
                continue;
            var key = new byte[KeyBytes];
            if (!Convert.TryFromBase64String(lines[line].Trim(), key, out var length) || length != KeyBytes)
                throw new FormatException(
                    $"line {line + 1} is not a key of {KeyBytes} bytes in base64, such as `openssl rand -base64 {KeyBytes}` makes"
                );
            read.Add(key);
        }

        return read.Count > 0 ? read : throw new FormatException("it has no key");
    }
}
