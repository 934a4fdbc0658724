using System.Buffers.Binary;
using System.Buffers.Text;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Access;

/// <summary>What the cookie of a session contains: the digest of a key, and the end of the session. Only front ends can read it.</summary>
internal readonly record struct SessionTicket(KeyDigest Key, DateTimeOffset Until)
{
    private const int Length = sizeof(long) + KeyDigest.Length;

    public string Write(Seal seal)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Until.UtcTicks);
        Key.Write(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(seal.Close(bytes));
    }

    /// <summary>Returns the key of a session that has not ended; <see langword="null"/> for any other text.</summary>
    public static KeyDigest? Read(string text, Seal seal, DateTimeOffset now)
    {
        if (!Base64Url.IsValid(text) || seal.TryOpen(Base64Url.DecodeFromChars(text)) is not { Length: Length } bytes)
            return null;
        return BinaryPrimitives.ReadInt64BigEndian(bytes) > now.UtcTicks ? KeyDigest.Of(bytes.AsSpan(sizeof(long))) : null;
    }
}
