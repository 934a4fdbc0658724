using System.Buffers;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Bytes in a rented array that grows with the bytes received, not with the length that a file claims.</summary>
internal sealed class PooledBytes : IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> more)
    {
        if (more.Length > bytes.Length - Length)
            Grow(Length + more.Length);
        more.CopyTo(bytes.AsSpan(Length));
        Length += more.Length;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * bytes.Length));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
