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

    /// <summary>Returns the time until the end of a session that has not ended.</summary>
    public TimeSpan Remaining(DateTimeOffset now) => Until > now ? Until - now : TimeSpan.Zero;

    /// <summary>Returns the ticket of a session that has not ended; <see langword="null"/> for any other text.</summary>
    public static SessionTicket? Read(string text, Seal seal, DateTimeOffset now)
    {
        if (!Base64Url.IsValid(text) || seal.TryOpen(Base64Url.DecodeFromChars(text)) is not { Length: Length } bytes)
            return null;
        var until = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeSpan.Zero);
        return until > now ? new SessionTicket(KeyDigest.Of(bytes.AsSpan(sizeof(long))), until) : null;
    }
}
