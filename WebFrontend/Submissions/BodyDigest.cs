using System.Buffers;
using System.Security.Cryptography;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>A digest by which two bodies are told apart: SHA-256, taken as they arrive.</summary>
internal sealed class BodyDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySequence<byte> piece)
    {
        foreach (var segment in piece) hash.AppendData(segment.Span);
    }

    /// <summary>Of all that was added, in lower-case hexadecimal.</summary>
    public string Drain() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
