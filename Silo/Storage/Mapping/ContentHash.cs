using System.Buffers.Binary;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Converts content hashes to and from their stored form.</summary>
internal static class ContentHash
{
    public const int Length = 16;

    /// <summary>
    /// Maximum number of images that are compared with one whose hash has the same first half. A string, because it is part of SQL
    /// statements.
    /// </summary>
    /// <remarks>
    /// Different hashes with the same first half do not occur by chance. If an attacker found a way to create them, look-ups without this
    /// limit would take quadratic time.
    /// </remarks>
    public const string MaxCompared = "8";

    /// <summary>Returns the stored form; <see langword="null"/> for 0, which means no hash.</summary>
    public static byte[]? Format(UInt128 hash)
    {
        if (hash == 0)
            return null;
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    /// <summary>Returns the first half, by which hashes are looked up.</summary>
    public static long Start(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes);

    public static UInt128 Parse(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
