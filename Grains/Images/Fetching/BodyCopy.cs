using System.Buffers;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>A copy of a response body in memory. It throws <see cref="BodyTooLongException"/> beyond its limit.</summary>
/// <param name="maxLength">Maximum number of bytes.</param>
internal sealed class BodyCopy(int maxLength)
{
    private readonly ArrayBufferWriter<byte> kept = new();

    /// <summary>The bytes so far.</summary>
    public ReadOnlyMemory<byte> Bytes => kept.WrittenMemory;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (kept.WrittenCount + bytes.Length > maxLength)
            throw new BodyTooLongException();
        kept.Write(bytes);
    }
}
