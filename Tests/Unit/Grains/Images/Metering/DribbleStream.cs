using System.Runtime.InteropServices;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Gives one byte a read, and sees by where it is to go how much the reader has moved within its buffer.</summary>
internal sealed class DribbleStream(byte[] content) : MemoryStream(content, writable: false)
{
    private int next;

    public int Reads { get; private set; }

    /// <summary>In bytes.</summary>
    public int Moved { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.True(MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> room));
        if (room.Offset < next)
            Moved += room.Offset;
        next = room.Offset + 1;
        Reads++;
        return base.ReadAsync(buffer[..1], cancellationToken);
    }
}
