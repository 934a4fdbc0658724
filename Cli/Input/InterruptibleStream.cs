namespace RetailPulse.Cli.Input;

/// <summary>A stream whose reads can be canceled, although the stream below blocks until it has data, as a terminal and a pipe do.</summary>
/// <remarks>The thread of a canceled read stays behind. It has a buffer of its own, and does not keep the process alive.</remarks>
internal sealed class InterruptibleStream(Stream inner) : Stream
{
    private byte[] read = [];

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
        if (read.Length < buffer.Length)
            read = new byte[buffer.Length];
        var length = await Task.Run(() => inner.Read(read, 0, buffer.Length), CancellationToken.None).WaitAsync(cancellationToken);
        read.AsSpan(0, length).CopyTo(buffer.Span);
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
