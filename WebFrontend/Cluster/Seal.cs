using System.Collections.Immutable;
using System.Security.Cryptography;

namespace RetailPulse.WebFrontend.Cluster;

/// <summary>Encrypts what clients hold for the service, and must neither read nor make up: AES-256-GCM with a random nonce.</summary>
internal sealed class Seal(ImmutableArray<byte> key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Number of bytes by which sealing makes a text longer.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    public byte[] Close(ReadOnlySpan<byte> open)
    {
        var closed = new byte[Overhead + open.Length];
        var nonce = closed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.AsSpan(), TagBytes);
        cipher.Encrypt(nonce, open, closed.AsSpan(Overhead), closed.AsSpan(NonceBytes, TagBytes));
        return closed;
    }

    /// <summary>Returns what was closed; <see langword="null"/> for anything else.</summary>
    public byte[]? TryOpen(ReadOnlySpan<byte> closed)
    {
        if (closed.Length < Overhead)
            return null;
        var open = new byte[closed.Length - Overhead];
        using var cipher = new AesGcm(key.AsSpan(), TagBytes);
        try
        {
            cipher.Decrypt(closed[..NonceBytes], closed[Overhead..], closed[NonceBytes..Overhead], open);
            return open;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
