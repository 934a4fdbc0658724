namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Gives its content in reads of the given lengths, in turn, as a network might. Some reads complete later.</summary>
internal sealed class SplitStream(byte[] content, params int[] lengths) : Stream
{
    private int position;

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Reads % 64 == 63)
            await Task.Yield();
        var count = Math.Min(Math.Min(buffer.Length, lengths[Reads++ % lengths.Length]), content.Length - position);
        content.AsSpan(position, count).CopyTo(buffer.Span);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
