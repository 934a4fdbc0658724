using System.Buffers.Binary;

namespace RetailPulse.Silo.Storage;

/// <summary>Content hashes as they are stored.</summary>
internal static class ContentHash
{
    public const int Length = 16;

    /// <summary>
    /// Number of images that are compared with one whose hash begins like theirs. Hashes that begin alike without being equal do not come about by
    /// chance; if anybody found a way to make them, looking images up would otherwise take the square of their number. A text, because it is part of statements.
    /// </summary>
    public const string MostCompared = "8";

    /// <summary><see langword="null"/> for 0, which means none.</summary>
    public static byte[]? Format(UInt128 hash)
    {
        if (hash == 0) return null;
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    /// <summary>The first half, by which it is looked up.</summary>
    public static long Start(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes);

    public static UInt128 Parse(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
