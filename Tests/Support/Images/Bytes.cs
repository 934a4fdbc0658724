using System.Buffers.Binary;
using System.Text;

namespace RetailPulse.Tests.Support.Images;

/// <summary>Writes the pieces that image files are made of.</summary>
internal static class Bytes
{
    public static byte[] Join(params byte[][] pieces) => [.. pieces.SelectMany(piece => piece)];

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    public static byte[] Zeros(int count) => new byte[count];

    /// <summary>Bytes without structure, the same every time.</summary>
    public static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Big32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Little24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    public static byte[] Little32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
