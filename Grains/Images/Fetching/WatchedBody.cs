using System.Buffers;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Tells the watch of each read of a body, and ends it, by <see cref="BodyTooLongException"/>, beyond a cap.</summary>
internal sealed class WatchedBody(Stream body, long cap, AttemptWatch watch) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => watch.BytesRead; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

    /// <summary>
    /// Reads what is left behind an image's own end, so that a body that breaks off or breaks its framing is noticed and the connection can be
    /// used again; but not more than <paramref name="most"/> bytes of it, for some files carry whole films there.
    /// </summary>
    public async ValueTask ReadRestAsync(int most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        try
        {
            var until = Position + most;
            while (Position < until && await ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) > 0) ;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        watch.Heard(read);
        return watch.BytesRead <= cap ? read : throw new BodyTooLongException();
    }
}

/// <summary>The body is longer than its cap.</summary>
internal sealed class BodyTooLongException : IOException;
