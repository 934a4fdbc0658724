using System.Buffers;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// A response body that reports each read to the attempt's watch, takes the attempt's slot when its first bytes are there, hashes the bytes, and throws
/// <see cref="BodyTooLongException"/> beyond the limit.
/// </summary>
internal sealed class MonitoredBody(Stream body, long cap, ContentHasher hash, AttemptTimeout watch, ImageCall call) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => watch.BytesRead; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (call.NeedsSlot) await TakeSlotAsync(cancellationToken).ConfigureAwait(false);
        return Count(buffer.Span, read);
    }

    /// <summary>The server is not to blame for this wait, so neither its silence nor the deadline counts.</summary>
    private async ValueTask TakeSlotAsync(CancellationToken cancellationToken)
    {
        watch.Pause();
        await call.TakeSlotAsync(cancellationToken).ConfigureAwait(false);
        watch.Resume();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>
    /// Reads what follows the end of the image, so that an interrupted body or a violation of its framing is noticed, and the connection can be
    /// used again; but not more than <paramref name="most"/> bytes of it, for some files carry whole films there.
    /// </summary>
    /// <returns>Whether the body was read to its end.</returns>
    public async ValueTask<bool> ReadRestAsync(int most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        try
        {
            var until = Position + most;
            while (Position < until)
            {
                if (await ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) == 0) return true;
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Returns the hash of all that was read. Nothing is read afterwards.</summary>
    public UInt128 FinishHash() => hash.Finish();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(ReadOnlySpan<byte> buffer, int read)
    {
        watch.Heard(read);
        hash.Append(buffer[..read]);
        return watch.BytesRead <= cap ? read : throw new BodyTooLongException();
    }
}

/// <summary>The body is longer than its cap.</summary>
internal sealed class BodyTooLongException : IOException;
