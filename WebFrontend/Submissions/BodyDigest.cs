using System.Buffers;
using System.Security.Cryptography;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>The SHA-256 of a body, computed while it arrives.</summary>
internal sealed class BodyDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySequence<byte> chunk)
    {
        foreach (var segment in chunk)
            hash.AppendData(segment.Span);
    }

    /// <summary>Returns the digest of everything that was added, in lower-case hexadecimal.</summary>
    public string Drain() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
